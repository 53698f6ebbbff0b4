"""Where a budget will end."""

import random
from decimal import Decimal

import pytest

from finops.budgets.forecast import RUN_RATE, SEASONAL, forecast

WEEK = (10, 11, 11, 10, 9, 2, 1)


def days(count: int, *, noise: float = 0.0, growth: float = 0.0, seed: int = 1) -> list[Decimal]:
    chance = random.Random(seed)
    return [
        Decimal(str(round((WEEK[n % 7] + growth * n) * chance.lognormvariate(0, noise), 6)))
        for n in range(count)
    ]


def test_a_week_that_repeats_itself_goes_on() -> None:
    found = forecast(days(56, noise=0.02), 10)
    assert found is not None and found.method == SEASONAL
    assert float(found.expected) == pytest.approx(sum(WEEK) + 10 + 11 + 11, rel=0.05)
    assert found.low < found.expected < found.high


def test_growth_goes_on_and_fades() -> None:
    now = float(sum(days(70, growth=0.5)[-7:]))
    found = forecast(days(70, growth=0.5), 7)
    assert found is not None
    assert now * 1.02 < float(found.expected) < now * 1.15


def test_less_than_two_weeks_give_a_run_rate_with_a_wide_interval() -> None:
    found = forecast(days(7, noise=0.1), 14)
    assert found is not None and (found.method, found.days) == (RUN_RATE, 7)
    assert float(found.expected) == pytest.approx(2 * sum(WEEK), rel=0.2)
    assert found.high - found.low > found.expected / 2


@pytest.mark.parametrize("count", [14, 15, 16, 17])
def test_about_two_weeks_are_enough(count: int) -> None:
    found = forecast(days(count, noise=0.1), 3)
    assert found is not None
    assert found.low <= found.expected <= found.high


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_days_give_none(count: int) -> None:
    assert forecast(days(count), 10) is None


@pytest.mark.parametrize("value", [0, 7])
def test_days_that_never_change_leave_no_doubt(value: int) -> None:
    found = forecast([Decimal(value)] * 30, 10)
    assert found is not None
    assert found.low == found.expected == found.high == 10 * value


def test_spend_is_never_expected_to_flow_back() -> None:
    sparse = [Decimal(0)] * 25 + [Decimal(40)] + [Decimal(0)] * 10
    found = forecast(sparse, 10)
    assert found is not None
    assert 0 <= found.low <= found.expected <= found.high


def test_the_same_days_give_the_same_forecast() -> None:
    assert forecast(days(40, noise=0.3), 9) == forecast(days(40, noise=0.3), 9)


def test_most_ends_lie_in_the_interval() -> None:
    inside = 0
    for seed in range(12):
        known = days(60, noise=0.3, seed=seed)
        found = forecast(known[:45], 15)
        assert found is not None
        inside += found.low <= sum(known[45:]) <= found.high
    assert inside >= 7
