"""What counters grew by."""

import random

from hypothesis import given
from hypothesis import strategies as st

from finops.telemetry.growth import Growth, Reading, growth
from finops.telemetry.types import Temporality

DELTA, CUMULATIVE = Temporality.DELTA, Temporality.CUMULATIVE
AMOUNTS = st.lists(st.integers(0, 1_000_000), max_size=30)


def cumulative(amounts: list[int], start: int = 0) -> list[Reading]:
    return [Reading(start, start + 1 + at, float(sum(amounts[: at + 1]))) for at in range(len(amounts))]


@given(AMOUNTS, st.integers())
def test_both_temporalities_say_the_same_in_any_order(amounts: list[int], seed: int) -> None:
    deltas = [Reading(at, at + 1, float(amount)) for at, amount in enumerate(amounts)]
    expected = [Growth(at + 1, float(amount)) for at, amount in enumerate(amounts)]
    for readings, temporality in ((deltas, DELTA), (cumulative(amounts), CUMULATIVE)):
        random.Random(seed).shuffle(readings)
        assert growth(readings, temporality) == expected


def test_a_new_start_begins_at_zero() -> None:
    readings = cumulative([5, 5]) + cumulative([3, 4], start=100)
    assert [one.amount for one in growth(readings, CUMULATIVE)] == [5, 5, 3, 4]


def test_a_point_that_falls_back_adds_nothing_and_takes_nothing() -> None:
    readings = [Reading(0, 1, 10.0), Reading(0, 2, 7.0), Reading(0, 3, 12.0)]
    assert [one.amount for one in growth(readings, CUMULATIVE)] == [10, 0, 2]


def test_without_a_stated_start_points_are_one_count_until_it_falls() -> None:
    readings = [Reading(time, time, value) for time, value in ((1, 100.0), (2, 150.0), (3, 20.0), (4, 50.0))]
    assert [one.amount for one in growth(readings, CUMULATIVE)] == [100, 50, 20, 30]


def test_an_unspecified_temporality_adds_nothing() -> None:
    assert growth(cumulative([5]), Temporality.UNSPECIFIED) == []
