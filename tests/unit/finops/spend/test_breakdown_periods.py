"""How the range of a breakdown is cut."""

import datetime as dt

import pytest

from finops.core.periods import Days
from finops.spend.breakdowns.over_time import interval_for, starts
from finops.spend.types import Interval


def test_periods_cover_the_range() -> None:
    days = Days(dt.date(2026, 1, 14), dt.date(2026, 3, 2))
    assert starts(days, Interval.MONTH) == [dt.date(2026, month, 1) for month in (1, 2, 3)]
    assert starts(days, Interval.WEEK)[0] == dt.date(2026, 1, 12)
    assert len(starts(days, Interval.DAY)) == 47


@pytest.mark.parametrize(("count", "interval"), [(1, "day"), (92, "day"), (93, "week"), (551, "month")])
def test_a_long_range_is_cut_into_longer_periods(count: int, interval: str) -> None:
    start = dt.date(2024, 1, 1)
    assert interval_for(Days(start, start + dt.timedelta(days=count))) == interval
