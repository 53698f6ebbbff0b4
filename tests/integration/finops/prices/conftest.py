"""The whole catalogue, stored in Postgres and read back into a price book."""

import pytest
from django.db import connection, transaction

from finops.prices.pricebook import PriceBook
from finops.prices.services import catalogue_sync


@pytest.fixture(scope="package")
def book(django_db_setup, django_db_blocker) -> PriceBook:
    """For tests marked `django_db`: only for those is the test database made."""
    with django_db_blocker.unblock(), transaction.atomic():
        catalogue_sync()
        with connection.cursor() as cursor:
            loaded = PriceBook.load(cursor)
        transaction.set_rollback(True)
    return loaded
