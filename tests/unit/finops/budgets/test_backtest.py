"""Forecasts are tried on days whose end is known."""

import random
from decimal import Decimal
from itertools import pairwise

import pytest

from finops.budgets.backtest import FEWEST_TRIED, MOST, backtest, cuts, tried
from finops.budgets.forecast import FEWEST, SHORTEST

WEEK = (10, 11, 11, 10, 9, 2, 1)


def weeks(count: int, noise: float = 0.1) -> list[Decimal]:
    chance = random.Random(1)
    return [Decimal(str(round(WEEK[n % 7] * chance.lognormvariate(0, noise), 6))) for n in range(count)]


@pytest.mark.parametrize("value", ["0.1", "7", "1234567.891"])
def test_days_that_never_change_are_forecast_without_an_error(value: str) -> None:
    found = backtest([Decimal(value)] * 60, elapsed=21, ahead=9)
    assert (found.ahead, found.made, found.inside, found.error) == (9, MOST, MOST, 0)


def test_most_ends_of_weeks_alike_lie_within_and_errors_are_small() -> None:
    found = backtest(weeks(36), elapsed=9, ahead=9)
    assert found.made == 4
    assert found.inside >= 3
    assert found.error is not None and 0 < found.error < Decimal("0.1")


def test_a_jump_that_no_day_foretold_lies_outside() -> None:
    found = tried([Decimal(10)] * 40 + [Decimal(100)] * 8, elapsed=0, ahead=8)
    assert not found[0].inside  # it knew of nothing but quiet days
    assert found[0].error == Decimal("0.9")
    assert found[-1].inside  # all its days were quiet


def test_an_error_is_a_share_of_the_whole_period() -> None:
    days = [Decimal(10)] * 40 + [Decimal(100)] * 8
    (alone, within) = (tried(days, elapsed, ahead=8)[0].error for elapsed in (0, 20))
    assert alone == Decimal(720) / 800
    assert within == Decimal(720) / 1000


def test_days_without_spend_leave_the_error_unknown() -> None:
    found = backtest([Decimal(0)] * 60, elapsed=0, ahead=10)
    assert (found.made, found.inside, found.error) == (MOST, MOST, None)


def test_of_next_to_nothing_an_error_stays_bounded() -> None:
    days = [Decimal(10**9)] * 30 + [Decimal("1e-24")] * 7
    assert backtest(days, elapsed=0, ahead=7).error is not None


@pytest.mark.parametrize(("days", "ahead"), [(0, 1), (5, 30), (20, 7), (60, 60), (16, 1)])
def test_too_few_days_try_nothing(days: int, ahead: int) -> None:
    found = backtest(weeks(days), elapsed=0, ahead=ahead)
    assert (found.made, found.inside, found.error) == (0, 0, None)


@pytest.mark.parametrize("ahead", [1, 2, 9, 30, 92])
def test_forecasts_that_are_tried_are_few_and_do_not_begin_side_by_side(ahead: int) -> None:
    for days in range(400):
        found = cuts(days, ahead)
        assert len(found) <= MOST
        assert all(cut + ahead <= days for cut in found)
        assert all(cut >= (SHORTEST if days >= SHORTEST else FEWEST) for cut in found)
        assert all(4 * (late - early) >= ahead for late, early in pairwise(found))
    assert len(found) >= FEWEST_TRIED
