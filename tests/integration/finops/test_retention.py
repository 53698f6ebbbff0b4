"""Log records and points of metrics go when they are old enough; nothing else does."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection

from finops.ledger.settling.connection import settling_connection
from finops.metrics.types import Kind
from finops.telemetry.retention import drop_old_logs, drop_old_points
from tests.factories.metrics import point, series
from tests.factories.rollups import NOON, log_record, span

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    """What is partitioned is not Django's to flush."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE log_record, span, metric_point, metric_series, metered_point")


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


def left(table: str) -> list[float]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM {table} ORDER BY value")
        return [value for (value,) in cursor.fetchall()]


def last_sent(key: tuple[int, int], age: int, meter_id: str | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE metric_series SET last_seen = %s, meter_id = %s WHERE (project_id, series_id) = (%s, %s)",
            [NOON.date() - dt.timedelta(days=age), meter_id, *key],
        )


def test_days_of_points_are_dropped_and_what_charges_were_made_of_is_put_aside() -> None:
    gauge, counter = series(), series("claude_code.token.usage", Kind.COUNTER)
    last_sent(counter, 0, "00000000-0000-0000-0000-000000000001")
    for age in (0, 30, 31):
        moment = NOON - dt.timedelta(days=age)
        point(gauge, moment, age + 0.5)
        point(counter, moment, age)
    with settling_connection() as own:
        assert len(drop_old_points(own, NOON, 30)) == 1
        assert drop_old_points(own, NOON, 30) == []
    assert left("metric_point") == [0, 0.5, 30, 30.5]
    assert left("metered_point") == [31]


def test_a_series_that_nobody_sends_goes_unless_charges_were_made_of_it() -> None:
    silent, heard, charged = series("silent"), series("heard"), series("charged", Kind.COUNTER)
    for key, age in ((silent, 32), (heard, 31)):
        last_sent(key, age)
    last_sent(charged, 90, "00000000-0000-0000-0000-000000000001")
    with settling_connection() as own:
        drop_old_points(own, NOON, 30)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM metric_series ORDER BY name")
        assert cursor.fetchall() == [("charged",), ("heard",)]
