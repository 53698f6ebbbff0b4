"""A day of arrivals by quarter hour, whole or cut."""

import datetime as dt

import pytest

from finops.ingestion.arrivals import QUARTERS, last_day, rate
from finops.ingestion.types import Minute, Quarter

NOW = dt.datetime(2026, 11, 21, 14, 37, 12, tzinfo=dt.UTC)


def quarter(hour: int, minute: int, batches: int) -> Quarter:
    return Quarter(NOW.replace(hour=hour, minute=minute, second=0), batches, batches * 10, 0, 1.5)


def test_a_day_ends_with_the_quarter_hour_that_still_runs() -> None:
    day = last_day([quarter(14, 30, 1)], NOW, most=100)
    assert len(day.starts) == QUARTERS
    assert day.starts[-1] == NOW.replace(minute=30, second=0)
    assert day.starts[0] == NOW.replace(day=20, minute=45, second=0)
    assert (day.items, day.since) == (10, None)


def test_where_batches_are_too_many_the_day_begins_with_the_first_whole_quarter_hour() -> None:
    day = last_day([quarter(13, 45, 10), quarter(14, 0, 50), quarter(14, 15, 40)], NOW, most=100)
    assert day.since == NOW.replace(hour=14, minute=0, second=0)
    assert [start.minute for start in day.starts] == [0, 15, 30]
    assert day.items == 900


def test_one_quarter_hour_that_is_cut_is_better_than_none() -> None:
    day = last_day([quarter(14, 30, 100)], NOW, most=100)
    assert (day.items, day.since) == (1000, NOW.replace(minute=30, second=0))


@pytest.mark.parametrize(("minute", "expected"), [(31, 0), (32, 2), (36, 2), (37, 0)])
def test_the_rate_counts_the_five_whole_minutes_before_this_one(minute: int, expected: int) -> None:
    found = [Minute(NOW.replace(minute=minute, second=0), 600, 0)]
    assert rate(found, NOW) == expected
