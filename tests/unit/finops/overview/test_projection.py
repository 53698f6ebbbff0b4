"""Where the month will end."""

import datetime as dt
from decimal import Decimal

import pytest

from finops.core.periods import Days
from finops.overview.projection import Projection, project

NOVEMBER = Days(dt.date(2026, 11, 1), dt.date(2026, 12, 1))
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)  # a Saturday
DAY = dt.timedelta(days=1)


def weekly(workday: int, weekend: int, *, days: int = 60) -> dict[dt.date, Decimal]:
    """Days until yesterday that cost the same every week."""
    found = (NOW.date() - DAY * back for back in range(1, days + 1))
    return {day: Decimal(weekend if day.weekday() > 4 else workday) for day in found}


def projected(costs: dict[dt.date, Decimal], first_day: dt.date = dt.date(2026, 1, 1)) -> Projection:
    found = project(costs, first_day=first_day, now=NOW, month=NOVEMBER)
    assert found
    return found


def test_days_to_come_cost_what_their_weekday_costs() -> None:
    found = projected(weekly(10, 2))
    # 15 workdays and 5 weekend days so far, half a Saturday, then a Sunday and 6 workdays and a weekend.
    assert found.expected == 15 * 10 + 5 * 2 + 1 + 6 * 10 + 3 * 2
    assert found.low == found.expected == found.high


def test_one_runaway_day_widens_the_range_but_is_not_expected_again() -> None:
    costs = weekly(10, 2)
    usual = projected(costs)
    costs[dt.date(2026, 11, 6)] += 100
    found = projected(costs)
    assert found.expected == usual.expected + 100
    assert found.high - found.expected > 20


def test_the_range_never_reaches_below_what_is_spent_already() -> None:
    costs = weekly(1, 1)
    costs[dt.date(2026, 11, 20)] = Decimal(10_000)
    spent = sum(cost for day, cost in costs.items() if day >= NOVEMBER.start)
    assert projected(costs).low == spent


def test_days_without_spend_count_as_nothing() -> None:
    costs = {day: cost for day, cost in weekly(10, 2).items() if day.weekday() < 5}
    assert projected(costs).expected == projected(weekly(10, 0)).expected


def test_the_last_day_of_a_month_is_expected_to_end_like_its_weekday() -> None:
    month = Days(dt.date(2026, 11, 1), dt.date(2026, 11, 22))
    found = project(weekly(10, 2), first_day=dt.date(2026, 1, 1), now=NOW, month=month)
    assert found and found.expected == 15 * 10 + 5 * 2 + 1


@pytest.mark.parametrize(("days", "known"), [(14, False), (15, True)])
def test_two_weeks_of_complete_days_are_needed(days: int, known: bool) -> None:
    # The day on which recording began does not count.
    found = project(weekly(10, 2), first_day=NOW.date() - DAY * days, now=NOW, month=NOVEMBER)
    assert (found is not None) is known
