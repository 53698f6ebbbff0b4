"""Percentiles of durations, and how far they can be from the true ones. Pure."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from finops.ledger.types import BUCKET_GROWTH

CONFIDENCE = 1.96  # standard deviations: 95 of 100 such bounds hold the true percentile


class Basis(StrEnum):
    """What percentiles were found from, and so what their bounds mean."""

    ALL = "all"  # every duration: they are exact
    HISTOGRAM = "histogram"  # every duration, in buckets: the bounds are certain
    SAMPLE = "sample"  # the newest ones: the bounds hold with 95 % confidence


class Quantile(NamedTuple):
    """A percentile, and the values it lies between; without an upper one the sample is too small to say."""

    value: int
    low: int
    high: int | None

    @property
    def error_percent(self) -> int | None:
        """How far the bounds lie from the value at most, in percent of it; None when nobody can say."""
        if self.high is None or not self.value:
            return None
        return -(-100 * max(self.high - self.value, self.value - self.low) // self.value)


class Latency(NamedTuple):
    """Percentiles of durations in nanoseconds, of how many, and from what."""

    median: Quantile
    p95: Quantile
    p99: Quantile
    size: int
    basis: Basis


def latency(durations: Sequence[int], *, complete: bool) -> Latency | None:
    """The percentiles of ascending durations; None of nothing."""
    if not durations:
        return None
    median, p95, p99 = (quantile(durations, percent, complete=complete) for percent in (50, 95, 99))
    return Latency(median, p95, p99, len(durations), Basis.ALL if complete else Basis.SAMPLE)


def histogram_latency(buckets: Sequence[int], observations: Sequence[int]) -> Latency:
    """The percentiles of what ascending buckets hold; at least one observation."""
    reached = list(accumulate(observations))
    median, p95, p99 = (_bucket_quantile(buckets, reached, percent) for percent in (50, 95, 99))
    return Latency(median, p95, p99, reached[-1], Basis.HISTOGRAM)


def quantile(values: Sequence[int], percent: int, *, complete: bool) -> Quantile:
    """The smallest value that at least `percent` of 100 do not exceed, of ascending values.

    Of a sample it lies between two order statistics, whatever the distribution: the number of values
    below it is binomial (Conover, Practical Nonparametric Statistics, section 3.2).
    """
    count = len(values)
    value = values[-(-count * percent // 100) - 1]
    if complete:
        return Quantile(value, value, value)
    middle = count * percent / 100
    reach = CONFIDENCE * math.sqrt(middle * (100 - percent) / 100)
    low, high = max(math.floor(middle - reach), 1), math.ceil(middle + reach) + 1
    return Quantile(value, values[low - 1], values[high - 1] if high <= count else None)


def fair_limits(sizes: Mapping[str | None, int], most: int) -> dict[str | None, int]:
    """How many of each to read, `most` together: all of the small ones, of the large ones an equal part."""
    limits, left = dict[str | None, int](), most
    for place, (key, size) in enumerate(sorted(sizes.items(), key=lambda one: one[1])):
        limits[key] = min(size, left // (len(sizes) - place))
        left -= limits[key]
    return limits


def _bucket_quantile(buckets: Sequence[int], reached: Sequence[int], percent: int) -> Quantile:
    rank = -(-reached[-1] * percent // 100)
    bucket = next(bucket for bucket, so_far in zip(buckets, reached, strict=True) if so_far >= rank)
    low, middle, high = (round(BUCKET_GROWTH ** (bucket + step)) for step in (0, 0.5, 1))
    return Quantile(middle, low, high)
