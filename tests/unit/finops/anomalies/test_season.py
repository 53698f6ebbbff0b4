"""What is usual is told from the days before, whatever they are like."""

import numpy as np
import pytest

from finops.anomalies.season import Array, band

WEEK = np.array([100, 110, 110, 105, 100, 40, 30], dtype=float)
DAYS = np.arange(56) % 7  # the day that is asked for is a Monday
WIDTH = 4.0


def weeks(days: int = 56, noise: float = 0.1, seed: int = 1) -> Array:
    chance = np.random.default_rng(seed)
    return WEEK[np.arange(days) % 7] * chance.lognormal(0, noise, days)


def of(history: Array, weekday: int = 0) -> tuple[float, float, float]:
    weekdays = (weekday - np.arange(len(history), 0, -1)) % 7
    found = band(history[None, :], weekdays, weekday, WIDTH)
    return float(found.expected[0]), float(found.low[0]), float(found.high[0])


@pytest.mark.parametrize("weekday", range(7))
def test_each_weekday_is_expected_as_it_is(weekday: int) -> None:
    expected, low, high = of(np.roll(weeks(), -weekday), weekday)
    assert expected == pytest.approx(WEEK[weekday], rel=0.2)
    assert low < WEEK[weekday] < high < 2.5 * WEEK[weekday]


def test_two_weeks_tell_working_days_from_the_weekend() -> None:
    assert of(weeks(14))[0] == pytest.approx(105, rel=0.25)
    assert of(np.roll(weeks(14), -6), 6)[0] == pytest.approx(35, rel=0.3)
    assert np.isnan(of(weeks(13))).all()


def test_a_former_anomaly_moves_nothing() -> None:
    history = weeks()
    before = of(history)
    history[[7, 28, 49]] *= 20
    assert of(history) == pytest.approx(before, rel=0.35)


def test_a_new_level_is_usual_after_some_days() -> None:
    history = weeks()
    history[-2:] *= 4
    assert of(history)[2] < 250
    history[-4:-2] *= 4
    assert of(history)[0] > 300


def test_what_grows_is_no_anomaly() -> None:
    days = np.arange(56)
    expected, _, high = of(weeks() * np.exp(0.01 * days))
    assert expected == pytest.approx(100 * np.exp(0.01 * 56), rel=0.2)
    assert high < 2 * expected


def test_a_series_that_rarely_spends_may_spend_what_it_did() -> None:
    history = np.where(np.arange(56) % 4 == 0, 80.0, 0.0)
    _, low, high = of(history)
    assert low == 0
    assert 80 <= high < 300


def test_days_before_a_series_began_are_not_days_without_spend() -> None:
    history = weeks()
    history[:20] = np.nan
    expected, low, _ = of(history)
    assert expected == pytest.approx(100, rel=0.25)
    assert low > 30


def test_nothing_is_told_of_nothing() -> None:
    assert of(np.zeros(56)) == pytest.approx((0, 0, 0), abs=1e-6)
    assert np.isnan(of(np.full(56, np.nan))).all()
