"""Percentiles and their bounds."""

import math
import random
from collections import Counter

from finops.spend.breakdowns.quantiles import (
    Basis,
    Quantile,
    fair_limits,
    histogram_latency,
    latency,
    quantile,
)


def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed() -> None:
    values = list(range(1, 101))
    assert [quantile(values, percent, complete=True).value for percent in (50, 95, 99)] == [50, 95, 99]
    assert quantile([7], 99, complete=True).value == 7


def test_of_everything_it_is_exact() -> None:
    found = quantile(list(range(1, 101)), 95, complete=True)
    assert found.low == found.value == found.high


def test_of_a_small_sample_there_is_no_upper_bound() -> None:
    found = quantile(list(range(10)), 99, complete=False)
    assert found.high is None and found.low <= found.value
    assert found.error_percent is None


def test_the_error_is_the_larger_side_rounded_up() -> None:
    assert Quantile(200, 190, 205).error_percent == 5
    assert Quantile(300, 299, 301).error_percent == 1


def test_nothing_has_no_latency() -> None:
    assert latency([], complete=True) is None


def test_bounds_of_a_sample_hold_the_percentile_of_everything_nineteen_times_of_twenty() -> None:
    source = random.Random(4)
    everything = sorted(round(source.lognormvariate(0, 1) * 10**9) for _ in range(20_000))
    true = quantile(everything, 95, complete=True).value
    held = 0
    for _ in range(300):
        found = quantile(sorted(source.sample(everything, 500)), 95, complete=False)
        held += found.low <= true <= (found.high or everything[-1])
    assert held >= 300 * 0.93


def test_percentiles_of_a_histogram_are_within_two_percent_and_their_bounds_are_certain() -> None:
    source = random.Random(5)
    for _ in range(50):
        durations = sorted(round(source.lognormvariate(0, 2) * 10**9) for _ in range(source.randint(1, 400)))
        held = Counter(math.floor(math.log(duration) / math.log(1.04)) for duration in durations)
        buckets = sorted(held)
        found = histogram_latency(buckets, [held[bucket] for bucket in buckets])
        assert (found.size, found.basis) == (len(durations), Basis.HISTOGRAM)
        for percent, one in ((50, found.median), (95, found.p95), (99, found.p99)):
            true = quantile(durations, percent, complete=True).value
            assert abs(one.value / true - 1) <= 0.02
            assert one.low <= true <= (one.high or 0)
            assert one.error_percent == 2


def test_small_ones_are_read_whole_and_large_ones_share_what_is_left() -> None:
    assert fair_limits({"a": 2, "b": 100, None: 50}, 42) == {"a": 2, "b": 20, None: 20}
    assert fair_limits({"a": 2, "b": 100}, 1000) == {"a": 2, "b": 100}
    assert fair_limits({}, 10) == {}
