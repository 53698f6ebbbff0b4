"""Counters: what grew between levels, through restarts, gaps and points out of order."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from finops.metrics.levels import Amount, Reading, growth

DAWN = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
FIRST, SECOND = DAWN, DAWN + 10 * MINUTE


def grown(
    *readings: tuple[dt.datetime, int, float], known_from: dt.datetime = DAWN
) -> list[tuple[int, float]]:
    """Of readings with a stated start."""
    found = [Reading(start, bucket, True, Amount(value)) for start, bucket, value in readings]
    return [(bucket, amount.value) for bucket, amount in growth(found, known_from)]


def unstated(*values: float) -> list[tuple[int, float]]:
    """Of points that state no start, one a minute."""
    found = [
        Reading(DAWN + MINUTE * at, at, False, Amount(value)) for at, value in enumerate(values, start=1)
    ]
    return [(bucket, amount.value) for bucket, amount in growth(found, DAWN)]


def test_a_counter_grows_from_zero_at_its_start_and_then_by_differences() -> None:
    assert grown((FIRST, 1, 5), (FIRST, 2, 9), (FIRST, 4, 9)) == [(1, 5), (2, 4), (4, 0)]


def test_a_new_start_counts_from_zero() -> None:
    assert grown((FIRST, 1, 5), (SECOND, 2, 7), (SECOND, 3, 8)) == [(1, 5), (2, 7), (3, 1)]


def test_what_was_counted_before_the_range_is_not_counted_in_it() -> None:
    assert grown((FIRST, 0, 500), (FIRST, 1, 504), known_from=SECOND) == [(1, 4)]


def test_a_point_out_of_order_adds_nothing_and_takes_nothing_away() -> None:
    assert grown((FIRST, 1, 5), (FIRST, 2, 3), (FIRST, 3, 6)) == [(1, 5), (2, 0), (3, 1)]


def test_without_a_stated_start_the_first_level_is_unknown_and_a_smaller_one_is_a_restart() -> None:
    assert unstated(1000, 1004, 2, 5) == [(2, 4), (3, 2), (4, 3)]


def test_a_collector_that_restarts_does_not_count_everything_again() -> None:
    """Prometheus receivers state the time of their first scrape as start, and that scrape without one."""
    begun = SECOND
    readings = [
        Reading(FIRST, 1, True, Amount(100.0)),
        Reading(begun, 2, False, Amount(110.0)),
        Reading(begun, 3, True, Amount(115.0)),
    ]
    assert [(bucket, one.value) for bucket, one in growth(readings, DAWN)] == [(1, 100), (2, 10), (3, 5)]


@given(st.lists(st.lists(st.integers(0, 1000), min_size=1, max_size=8), min_size=1, max_size=5))
def test_cumulative_points_grow_by_exactly_what_delta_points_say(runs: Sequence[Sequence[int]]) -> None:
    """Whatever was counted between whichever restarts."""
    readings, expected, bucket = [], [], 0
    for run, increments in enumerate(runs):
        level = 0
        for increment in increments:
            bucket, level = bucket + 1, level + increment
            readings.append(Reading(DAWN + run * MINUTE, bucket, True, Amount(float(level))))
            expected.append((bucket, float(increment)))
    assert [(at, one.value) for at, one in growth(readings, DAWN)] == expected
