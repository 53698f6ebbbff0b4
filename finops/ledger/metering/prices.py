"""The price book of a worker process, loaded when something is metered and again when prices changed."""

from typing import Any

import psycopg

from finops.prices.pricebook import PriceBook

_remembered: list[PriceBook] = []


def price_book(connection: psycopg.Connection[Any]) -> PriceBook:
    """The prices of now."""
    with connection.cursor() as cursor:
        if not _remembered or _remembered[0].version != PriceBook.latest_version(cursor):
            _remembered[:] = [PriceBook.load(cursor)]
    return _remembered[0]
