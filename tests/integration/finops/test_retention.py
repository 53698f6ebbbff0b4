"""Log records go when they are old enough; nothing else does."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection

from finops.ledger.settling.connection import settling_connection
from finops.telemetry.retention import drop_old_logs
from tests.factories.rollups import NOON, log_record, span

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    """What is partitioned is not Django's to flush."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE log_record, span")


def days_left() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT time::date FROM log_record ORDER BY 1")
        return [(NOON.date() - day).days for (day,) in cursor.fetchall()]


def test_days_of_log_records_are_dropped_when_they_are_old_enough() -> None:
    for age in (0, 29, 30, 31, 90):
        log_record(time=NOON - dt.timedelta(days=age))
    span(start_time=NOON - dt.timedelta(days=90))
    with settling_connection() as own:
        dropped = drop_old_logs(own, NOON, 30)
        assert drop_old_logs(own, NOON, 30) == []
    assert len(dropped) == 2
    assert days_left() == [30, 29, 0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM span")
        assert cursor.fetchone() == (1,)


def test_a_record_of_a_day_that_was_dropped_is_stored_again() -> None:
    old = NOON - dt.timedelta(days=60)
    log_record(time=old)
    with settling_connection() as own:
        drop_old_logs(own, NOON, 30)
    log_record(time=old)
    assert days_left() == [60]
