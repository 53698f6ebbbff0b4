"""Buckets of histograms: reading, coarsening, adding, taking away. Pure.

Two layouts add up on the coarsest both can be told on, which is exact: explicit bounds on those they share,
exponential buckets on the smaller scale.
Layouts: https://opentelemetry.io/docs/specs/otel/metrics/data-model/#histogram
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

SMALLEST_SCALE, LARGEST_SCALE = -10, 20  # beyond these one bucket holds every number, or none does
Edges = list[tuple[float, float, int]]


class Explicit(NamedTuple):
    """Buckets between bounds: the first up to and including the first bound, the last above the last."""

    bounds: tuple[float, ...]
    counts: tuple[int, ...]

    def edges(self) -> Edges:
        """Low edge, high edge and count of each bucket, rising."""
        sides = pairwise((-math.inf, *self.bounds, math.inf))
        return [(low, high, count) for (low, high), count in zip(sides, self.counts, strict=True)]


class Exponential(NamedTuple):
    """Buckets of base 2 ** 2 ** -scale by index: number `index` lies above base ** index."""

    scale: int
    zero: int
    positive: Mapping[int, int]
    negative: Mapping[int, int]

    def edges(self) -> Edges:
        """Low edge, high edge and count of each bucket, rising."""
        below = [(-self._edge(at + 1), -self._edge(at), self.negative[at]) for at in sorted(self.negative)]
        above = [(self._edge(at), self._edge(at + 1), self.positive[at]) for at in sorted(self.positive)]
        return [*reversed(below), (0.0, 0.0, self.zero), *above]

    def _edge(self, index: int) -> float:
        power = math.ldexp(index, -self.scale)
        return 2.0**power if power < 1024 else math.inf


Buckets = Explicit | Exponential


def read(stored: Mapping[str, Any] | None) -> Buckets | None:
    """Buckets as `metric_point` keeps them; None where there are none, or none that make sense."""
    if stored is None:
        return None
    if "scale" in stored:
        scale = int(stored["scale"])
        if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
            return None
        sides = (_indexed(stored[side]) for side in ("positive", "negative"))
        return Exponential(scale, int(stored["zero"]["count"]), *sides)
    bounds, counts = tuple(stored.get("bounds", ())), tuple(stored.get("counts", ()))
    rising = all(low < high for low, high in pairwise(bounds))
    return Explicit(bounds, counts) if rising and len(counts) == len(bounds) + 1 else None


def added(one: Buckets, other: Buckets, sign: int = 1) -> Buckets | None:
    """Both together, or with sign -1 one without the other; None where they are of two kinds."""
    if isinstance(one, Explicit) and isinstance(other, Explicit):
        bounds = tuple(bound for bound in one.bounds if bound in set(other.bounds))
        pairs = zip(_on(one, bounds), _on(other, bounds), strict=True)
        return Explicit(bounds, tuple(max(mine + sign * theirs, 0) for mine, theirs in pairs))
    if isinstance(one, Exponential) and isinstance(other, Exponential):
        scale = min(one.scale, other.scale)
        mine, theirs = coarser(one, scale), coarser(other, scale)
        return Exponential(
            scale,
            max(mine.zero + sign * theirs.zero, 0),
            _both(mine.positive, theirs.positive, sign),
            _both(mine.negative, theirs.negative, sign),
        )
    return None


def coarser(buckets: Exponential, scale: int) -> Exponential:
    """The same on a smaller scale: two buckets make one, once for each step."""
    steps = buckets.scale - scale
    if not steps:
        return buckets
    return Exponential(
        scale, buckets.zero, _shifted(buckets.positive, steps), _shifted(buckets.negative, steps)
    )


def _indexed(side: Mapping[str, Any]) -> dict[int, int]:
    return {side["offset"] + place: count for place, count in enumerate(side["counts"]) if count}


def _shifted(side: Mapping[int, int], steps: int) -> dict[int, int]:
    found = Counter[int]()
    for index, count in side.items():
        found[index >> steps] += count
    return dict(found)


def _both(one: Mapping[int, int], other: Mapping[int, int], sign: int) -> dict[int, int]:
    found = {index: one.get(index, 0) + sign * other.get(index, 0) for index in {*one, *other}}
    return {index: count for index, count in found.items() if count > 0}


def _on(buckets: Explicit, bounds: tuple[float, ...]) -> list[int]:
    """The counts of the same values between fewer bounds."""
    found = [0] * (len(bounds) + 1)
    for place, count in enumerate(buckets.counts):
        high = buckets.bounds[place] if place < len(buckets.bounds) else math.inf
        found[bisect_left(bounds, high)] += count
    return found
