"""Partitions are made once, however many processes ask for the same day."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection

from finops.core.db.partitions import ensure_partitions

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = [dt.date(2031, 1, 31), dt.date(2031, 2, 1)]


def connect() -> psycopg.Connection[Any]:
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    return psycopg.connect(**parameters, autocommit=True)


def partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid"
            " WHERE relname ~ '_2031' AND relkind = 'r' ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def ask() -> None:
    with connect() as one:
        one.execute("SELECT to_regclass('span_20310131')")
        ensure_partitions(one, DAYS)
        ensure_partitions(one, DAYS)


def test_many_at_once_make_each_partition_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(ask) for _ in range(8)]:
            done.result()
    assert partitions() == ["charge_203101", "charge_203102", "span_20310131", "span_20310201"]
    with connect() as one:
        for name in partitions():
            one.execute(f"DROP TABLE {name}")
