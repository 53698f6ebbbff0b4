"""Which days a breakdown is compared with, and how its range is cut."""

import datetime as dt

import pytest

from finops.core.periods import Days, preset, through
from finops.spend.breakdowns.comparison import previous
from finops.spend.breakdowns.over_time import interval_for, starts
from finops.spend.params import Range
from finops.spend.types import Interval


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (dt.date(2026, 11, 21), dt.date(2026, 10, 1), dt.date(2026, 10, 21)),
        (dt.date(2026, 3, 30), dt.date(2026, 2, 1), dt.date(2026, 2, 28)),  # February has no 30th
        (dt.date(2026, 1, 1), dt.date(2025, 12, 1), dt.date(2025, 12, 1)),
    ],
)
def test_the_month_to_date_stands_beside_the_same_days_of_the_month_before(
    today: dt.date, first: dt.date, last: dt.date
) -> None:
    assert previous(Range(preset("month", today), "month")) == through(first, last)


def test_other_days_stand_beside_as_many_right_before() -> None:
    week = through(dt.date(2026, 11, 8), dt.date(2026, 11, 14))
    assert previous(Range(week, "")) == through(dt.date(2026, 11, 1), dt.date(2026, 11, 7))


def test_periods_cover_the_range() -> None:
    days = Days(dt.date(2026, 1, 14), dt.date(2026, 3, 2))
    assert starts(days, Interval.MONTH) == [dt.date(2026, month, 1) for month in (1, 2, 3)]
    assert starts(days, Interval.WEEK)[0] == dt.date(2026, 1, 12)
    assert len(starts(days, Interval.DAY)) == 47


@pytest.mark.parametrize(("count", "interval"), [(1, "day"), (92, "day"), (93, "week"), (551, "month")])
def test_a_long_range_is_cut_into_longer_periods(count: int, interval: str) -> None:
    start = dt.date(2024, 1, 1)
    assert interval_for(Days(start, start + dt.timedelta(days=count))) == interval
