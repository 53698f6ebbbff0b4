"""Histograms: merging, taking away, percentiles within the edges of their bucket."""

import math
from functools import reduce

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finops.metrics.buckets import Explicit, Exponential, coarser, read
from finops.metrics.distribution import Distribution

BOUNDS = st.sets(st.sampled_from([1.0, 2.0, 5.0, 10.0, 50.0]), max_size=5).map(sorted)


@st.composite
def explicit(draw: st.DrawFn) -> Distribution:
    bounds = tuple(draw(BOUNDS))
    size = len(bounds) + 1
    counts = tuple(draw(st.lists(st.integers(0, 50), min_size=size, max_size=size)))
    return Distribution(sum(counts), float(draw(st.integers(0, 10**6))), buckets=Explicit(bounds, counts))


@st.composite
def exponential(draw: st.DrawFn) -> Distribution:
    sides = st.dictionaries(st.integers(-40, 40), st.integers(1, 50), max_size=4)
    positive, negative, zero = draw(sides), draw(sides), draw(st.integers(0, 5))
    number = sum(positive.values()) + sum(negative.values()) + zero
    buckets = Exponential(draw(st.integers(-2, 6)), zero, positive, negative)
    return Distribution(number, float(draw(st.integers(0, 10**6))), buckets=buckets)


def counted(found: Distribution) -> int:
    assert found.buckets is not None
    return sum(count for *_, count in found.buckets.edges())


def of(bounds: tuple[float, ...], *counts: int, **more: float) -> Distribution:
    return Distribution(sum(counts), None, buckets=Explicit(bounds, counts), **more)


@given(st.one_of(st.tuples(*[explicit()] * 3), st.tuples(*[exponential()] * 3)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_merging_is_associative_and_loses_nothing(three: tuple[Distribution, ...]) -> None:
    one, two, last = three
    left, right = one.plus(two).plus(last), one.plus(two.plus(last))
    assert left == right
    assert left.number == sum(found.number for found in three)
    if all(found.number for found in three):
        assert counted(left) == left.number


@given(st.lists(explicit(), min_size=2, max_size=2))
def test_what_came_since_an_earlier_level_is_the_rest(pair: list[Distribution]) -> None:
    earlier, since = pair
    if isinstance(since.buckets, Explicit) and isinstance(earlier.buckets, Explicit):
        same = Explicit(earlier.buckets.bounds, tuple(range(1, len(earlier.buckets.counts) + 1)))
        since = Distribution(sum(same.counts), 7.0, buckets=same)
    assert earlier.plus(since).minus(earlier) == since


@given(exponential(), st.integers(0, 4))
def test_a_smaller_scale_holds_every_value_in_a_bucket_that_contains_the_former(
    found: Distribution, steps: int
) -> None:
    assert isinstance(found.buckets, Exponential)
    coarse = coarser(found.buckets, found.buckets.scale - steps)
    assert sum(coarse.positive.values()) == sum(found.buckets.positive.values())
    whole = coarser(coarser(found.buckets, found.buckets.scale - steps // 2), found.buckets.scale - steps)
    assert whole == coarse
    for low, high, _ in found.buckets.edges():
        assert any(wide_low <= low and high <= wide_high for wide_low, wide_high, _ in coarse.edges())


@given(explicit(), st.sampled_from([0.01, 0.5, 0.95, 0.99, 1.0]))
def test_a_percentile_lies_within_its_bucket(found: Distribution, share: float) -> None:
    percentile = found.percentile(share)
    if not found.number:
        assert percentile is None
        return
    assert percentile is not None and percentile.low <= percentile.value <= percentile.high


def test_a_percentile_is_found_by_rank_and_spread_evenly_over_its_bucket() -> None:
    found = of((1.0, 2.0, 4.0), 50, 40, 10, 0)
    assert found.percentile(0.5) == (-math.inf, 1.0, 1.0)
    assert found.percentile(0.9) == (1.0, 2.0, 2.0)
    assert found.percentile(0.95) == (2.0, 4.0, 3.0)


def test_least_and_most_bound_the_outer_buckets() -> None:
    found = of((1.0, 2.0), 10, 0, 10, least=0.5, most=3.0)
    assert found.percentile(0.5) == (0.5, 1.0, 1.0)
    assert found.percentile(1.0) == (2.0, 3.0, 3.0)


def test_above_the_last_bound_only_that_bound_is_known() -> None:
    assert of((1.0,), 0, 3).percentile(0.5) == (1.0, math.inf, 1.0)


def test_other_bounds_are_merged_on_those_they_share() -> None:
    merged = of((1.0, 2.0, 5.0), 1, 2, 3, 4).plus(of((2.0, 10.0), 5, 6, 7))
    assert merged.buckets == Explicit((2.0,), (8, 20))


def test_an_empty_distribution_changes_nothing() -> None:
    found = of((1.0,), 2, 3)
    assert reduce(Distribution.plus, [Distribution(0, None), found]).buckets == found.buckets


def test_buckets_that_make_no_sense_are_none() -> None:
    assert read({"bounds": [2, 1], "counts": [1, 1, 1]}) is None
    assert read({"bounds": [1], "counts": [1]}) is None
    assert read({"scale": 90, "zero": {"count": 0}, "positive": {}, "negative": {}}) is None
    assert read(None) is None


def test_a_bucket_beyond_all_numbers_ends_at_infinity() -> None:
    buckets = Exponential(-10, 0, {1: 1, 0: 1}, {})
    assert buckets.edges()[-1] == (math.inf, math.inf, 1)
    assert buckets.edges()[-2][:2] == (1.0, math.inf)
