"""How a range is cut into whole weeks and days."""

import datetime as dt

import pytest

from finops.core.periods import Days
from finops.spend.weekly import rows, whole_weeks

MONDAY = dt.date(2026, 11, 2)

LATER = dt.date(2027, 1, 4)


def days(start: int, end: int) -> Days:
    return Days(MONDAY + dt.timedelta(days=start), MONDAY + dt.timedelta(days=end))


@pytest.mark.parametrize(
    ("asked", "weeks"),
    [((0, 7), (0, 7)), ((-1, 8), (0, 7)), ((1, 21), (7, 21)), ((0, 20), (0, 14)), ((-3, 30), (0, 28))],
)
def test_whole_weeks_begin_on_monday_and_lie_within(asked: tuple[int, int], weeks: tuple[int, int]) -> None:
    assert whole_weeks(days(*asked), folded_until=LATER) == days(*weeks)


@pytest.mark.parametrize(("folded", "weeks"), [(14, (0, 14)), (7, (0, 7)), (0, (0, 0)), (-70, (0, 0))])
def test_only_folded_weeks_are_read_by_week(folded: int, weeks: tuple[int, int]) -> None:
    asked = days(-3, 30)
    assert whole_weeks(asked, folded_until=MONDAY + dt.timedelta(days=folded)) == days(*weeks)


@pytest.mark.parametrize("asked", [(0, 6), (1, 7), (1, 13), (3, 4), (2, 2)])
def test_what_holds_no_whole_week_is_read_by_day(asked: tuple[int, int]) -> None:
    assert rows("x_daily", ["calls"], days(*asked), folded_until=LATER).parameters == [*days(*asked)]


def test_every_day_is_read_once() -> None:
    found = rows("x_daily", ["calls"], days(-2, 16), folded_until=LATER)
    assert found.sql.count("FROM x_weekly") == 1 and found.sql.count("FROM x_daily") == 2
    assert found.parameters == [*days(0, 14), *days(-2, 0), *days(14, 16)]
