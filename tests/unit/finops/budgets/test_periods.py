"""The periods of budgets."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finops.budgets.periods import earlier, local_day, period_of, window
from finops.budgets.types import Period
from finops.core.periods import Days

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2090, 12, 31))
PERIODS = st.sampled_from(Period)
MONTHS = st.integers(1, 12)


@given(PERIODS, DAYS, MONTHS)
def test_every_day_lies_in_one_period_and_the_next_begins_where_it_ends(
    period: Period, day: dt.date, fiscal_start: int
) -> None:
    found = period_of(period, day, fiscal_start)
    assert found.start <= day < found.end
    assert {period_of(period, found.start, fiscal_start), period_of(period, found.last, fiscal_start)} == {
        found
    }
    assert period_of(period, found.end, fiscal_start).start == found.end


@given(PERIODS, DAYS, DAYS, MONTHS, st.integers(0, 15))
def test_earlier_windows_join_without_a_gap_back_to_the_first_day(
    period: Period, day: dt.date, starts_on: dt.date, fiscal_start: int, most: int
) -> None:
    current = window(period, day, starts_on, fiscal_start)
    if current is None:
        assert starts_on >= period_of(period, day, fiscal_start).end
        return
    before = list(earlier(period, day, starts_on, fiscal_start, most=most))
    assert [one.end for one in before] == [one.start for one in [current, *before][: len(before)]]
    assert len(before) <= most
    assert all(one.start >= starts_on for one in [current, *before])
    assert len(before) == most or [current, *before][-1].start == starts_on


@pytest.mark.parametrize(
    ("period", "day", "fiscal_start", "expected"),
    [
        (Period.DAY, "2024-02-29", 1, ("2024-02-29", "2024-03-01")),
        (Period.WEEK, "2026-01-01", 1, ("2025-12-29", "2026-01-05")),
        (Period.MONTH, "2024-02-29", 4, ("2024-02-01", "2024-03-01")),
        (Period.QUARTER, "2026-11-22", 4, ("2026-10-01", "2027-01-01")),
        (Period.YEAR, "2026-11-22", 4, ("2026-01-01", "2027-01-01")),
        (Period.FISCAL_QUARTER, "2026-11-22", 2, ("2026-11-01", "2027-02-01")),
        (Period.FISCAL_YEAR, "2026-03-31", 4, ("2025-04-01", "2026-04-01")),
    ],
)
def test_periods_of_the_calendar(
    period: Period, day: str, fiscal_start: int, expected: tuple[str, str]
) -> None:
    found = period_of(period, dt.date.fromisoformat(day), fiscal_start)
    assert found == Days(*map(dt.date.fromisoformat, expected))


def test_the_day_is_that_of_the_budget() -> None:
    midnight = dt.datetime(2026, 3, 1, 3, tzinfo=dt.UTC)
    assert local_day(midnight, "America/New_York") == dt.date(2026, 2, 28)
    assert local_day(midnight, "Asia/Tokyo") == dt.date(2026, 3, 1)
