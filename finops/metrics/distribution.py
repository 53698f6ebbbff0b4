"""How measurements are spread: how many, their sum, and percentiles as far as buckets tell. Pure."""

import math
from collections.abc import Callable
from typing import NamedTuple

from finops.metrics.buckets import Buckets, added


class Percentile(NamedTuple):
    """The bucket a percentile lies in, from `low` to `high`; `value` lies between, as if spread evenly."""

    low: float
    high: float
    value: float


class Distribution(NamedTuple):
    """Measurements of a histogram or summary. None: not stated."""

    number: int
    total: float | None
    least: float | None = None
    most: float | None = None
    buckets: Buckets | None = None

    @property
    def size(self) -> float:
        """How many."""
        return self.number

    @property
    def mean(self) -> float | None:
        """The sum by how many; None of none."""
        return self.total / self.number if self.total is not None and self.number else None

    def plus(self, other: "Distribution") -> "Distribution":
        """Both together."""
        return Distribution(
            self.number + other.number,
            _with(self.total, other.total, 1),
            _outermost(min, self, other, "least"),
            _outermost(max, self, other, "most"),
            self._buckets(other, 1),
        )

    def minus(self, earlier: "Distribution") -> "Distribution":
        """What came since; which of it was least and most is not known."""
        return Distribution(
            self.number - earlier.number,
            _with(self.total, earlier.total, -1),
            buckets=self._buckets(earlier, -1),
        )

    def percentile(self, share: float) -> Percentile | None:
        """Where `share` (0 to 1) of the measurements end; None without buckets."""
        if self.buckets is None:
            return None
        held = [edge for edge in self.buckets.edges() if edge[2]]
        rank, before = max(math.ceil(share * sum(count for *_, count in held)), 1), 0
        for low, high, count in held:
            if before + count >= rank:
                return self._within(low, high, (rank - before) / count)
            before += count
        return None

    def _within(self, low: float, high: float, part: float) -> Percentile:
        low, high = self._clipped(low), self._clipped(high)
        if math.isinf(low) or math.isinf(high):
            return Percentile(low, high, low if math.isinf(high) else high)
        return Percentile(low, high, low + (high - low) * part)

    def _clipped(self, edge: float) -> float:
        least = -math.inf if self.least is None else self.least
        most = math.inf if self.most is None else self.most
        return min(max(edge, least), most)

    def _buckets(self, other: "Distribution", sign: int) -> Buckets | None:
        if not other.number:
            return self.buckets
        if not self.number:
            return other.buckets
        if self.buckets is None or other.buckets is None:
            return None
        return added(self.buckets, other.buckets, sign)


def _with(one: float | None, other: float | None, sign: int) -> float | None:
    return None if one is None or other is None else one + sign * other


def _outermost(
    choose: Callable[..., float], one: Distribution, other: Distribution, name: str
) -> float | None:
    """The least or most of both; unknown when one of them does not say, unless it is empty."""
    known = [getattr(each, name) for each in (one, other) if each.number]
    return None if not known or None in known else choose(known)
