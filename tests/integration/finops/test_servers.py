"""The servers of the tests are the real ones."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_postgres_18_with_pgvector() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) >= 180000
        cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM charge")
        assert cursor.fetchone() == (0,)
