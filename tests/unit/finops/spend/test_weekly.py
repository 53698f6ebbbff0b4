"""How a range is cut into whole weeks and days."""

import datetime as dt

import pytest

from finops.core.periods import Days
from finops.spend.weekly import FOLDED, Rows, rows, whole_weeks

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


@pytest.mark.parametrize(("folded", "weeks"), [(16, (0, 14)), (7, (0, 7)), (0, (0, 0)), (-70, (0, 0))])
def test_only_folded_weeks_are_read_by_week(folded: int, weeks: tuple[int, int]) -> None:
    asked = days(-3, 30)
    assert whole_weeks(asked, folded_until=MONDAY + dt.timedelta(days=folded)) == days(*weeks)


def read(asked: tuple[int, int], folded: int, *, today: int = 1000) -> Rows:
    until = MONDAY + dt.timedelta(days=folded)
    return rows(
        "x_daily", ["calls"], days(*asked), folded_until=until, today=MONDAY + dt.timedelta(days=today)
    )


@pytest.mark.parametrize("asked", [(0, 6), (1, 7), (1, 13), (3, 4), (2, 2)])
def test_what_holds_no_whole_week_is_read_by_day(asked: tuple[int, int]) -> None:
    assert read(asked, 100).parameters == [*days(*asked)]


def test_every_day_is_read_once() -> None:
    found = read((-2, 16), 100)
    assert found.sql.count("FROM x_weekly") == 1 and found.sql.count("FROM x_daily") == 2
    assert found.parameters == [*days(0, 14), *days(-2, 0), *days(14, 16)]


def test_of_the_running_week_the_statement_asks_how_far_it_is_folded() -> None:
    found = read((-2, 13), 11, today=12)
    assert found.parameters == [*days(0, 13), *days(-2, 0), *days(11, 13)]
    weekly, before, after = found.sql.split(" UNION ALL ")
    assert f"week < {FOLDED}" in weekly and FOLDED not in before and f"day >= {FOLDED}" in after


@pytest.mark.parametrize(("asked", "folded"), [((-2, 12), 11), ((8, 13), 11), ((-2, 13), 0)])
def test_a_week_that_may_be_folded_further_meanwhile_is_read_by_day(
    asked: tuple[int, int], folded: int
) -> None:
    assert FOLDED not in read(asked, folded, today=12).sql
