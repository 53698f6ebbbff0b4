"""What explains a difference, and since when."""

import datetime as dt
from decimal import Decimal

from finops.core.periods import Days
from finops.overview.cells import Beside, Pair, Sum
from finops.overview.rise import Onset, explain, onset

COPILOT, SUPPORT = Pair("copilot", "gpt-5"), Pair("support", "gpt-4o")
OCTOBER_1 = dt.date(2026, 10, 1)
NOVEMBER = Days(dt.date(2026, 11, 1), dt.date(2026, 11, 21))


def costs(now: int, before: int) -> Beside:
    return Beside(Sum(1, 0, Decimal(now)), Sum(1, 0, Decimal(before)))


def daily(**by_day: int) -> dict[dt.date, Decimal]:
    """10 a day through October and November, but for the days named `nov_6`."""
    days = (OCTOBER_1 + dt.timedelta(days=n) for n in range(51))
    return {day: Decimal(by_day.get(f"{day:%b}_{day.day}".lower(), 10)) for day in days}


def test_a_rise_is_explained_by_the_pair_that_rose_most() -> None:
    found = explain(costs(200, 100), {COPILOT: costs(90, 19), SUPPORT: costs(110, 81)})
    assert found and (found.pair, found.difference, found.share) == (COPILOT, 71, Decimal("0.71"))


def test_a_fall_is_explained_by_the_pair_that_fell_most() -> None:
    found = explain(costs(100, 200), {COPILOT: costs(90, 100), SUPPORT: costs(10, 100)})
    assert found and (found.pair, found.difference, found.share) == (SUPPORT, -90, Decimal("0.9"))


def test_a_share_above_one_says_that_others_went_the_other_way() -> None:
    found = explain(costs(150, 100), {COPILOT: costs(150, 50), SUPPORT: costs(0, 50)})
    assert found and found.share == 2


def test_about_the_same_needs_no_explanation() -> None:
    assert explain(costs(101, 100), {COPILOT: costs(101, 100)}) is None
    assert explain(Beside(), {}) is None


def test_one_day_that_makes_most_of_a_rise_is_named() -> None:
    found = onset(daily(nov_6=90), NOVEMBER, Decimal(80), known_since=OCTOBER_1)
    assert found == Onset(dt.date(2026, 11, 6), lasting=False)


def test_a_lasting_step_is_dated_by_its_first_day() -> None:
    stepped = daily(**{f"nov_{day}": 30 for day in range(14, 21)})
    found = onset(stepped, NOVEMBER, Decimal(140), known_since=OCTOBER_1)
    assert found == Onset(dt.date(2026, 11, 14), lasting=True)


def test_a_rise_that_came_little_by_little_has_no_date() -> None:
    creeping = daily(**{f"nov_{day}": 11 for day in range(1, 21)})
    assert onset(creeping, NOVEMBER, Decimal(20), known_since=OCTOBER_1) is None


def test_a_fall_and_a_month_without_complete_days_have_no_date() -> None:
    assert onset(daily(), NOVEMBER, Decimal(-10), known_since=OCTOBER_1) is None
    first = Days(NOVEMBER.start, NOVEMBER.start)
    assert onset(daily(), first, Decimal(10), known_since=OCTOBER_1) is None
