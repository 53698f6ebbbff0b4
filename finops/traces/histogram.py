"""How long traces took, as bars on a scale of round numbers. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

MILLISECOND = 1_000_000
WIDTH, HEIGHT = 1000, 100  # of the drawing
LEAST_HEIGHT = 2  # a bar of one trace beside thousands is still seen
# 10, 15, 20, 30, 50, 70 ms, and so on by tens up to a quarter of an hour.
STEPS = (10, 15, 20, 30, 50, 70)
EDGES_MS = (*(step * 10**power for power in range(5) for step in STEPS), 1_000_000)
EDGES_NS = tuple(edge * MILLISECOND for edge in EDGES_MS)


class Bar(NamedTuple):
    """One bar. `least_ms` and `most_ms` bound its durations; None: it is open on that side."""

    x: int
    width: int
    height: int
    number: int
    least_ms: int | None
    most_ms: int | None

    @property
    def y(self) -> int:
        """Where it begins, from the top."""
        return HEIGHT - self.height

    @property
    def least_ns(self) -> int:
        """The shortest duration in it."""
        return (self.least_ms or 0) * MILLISECOND

    @property
    def most_ns(self) -> int | None:
        """The longest duration in it."""
        return None if self.most_ms is None else self.most_ms * MILLISECOND


def bars(counts: Mapping[int, int]) -> list[Bar]:
    """From the first bucket that holds a trace to the last; `counts` as `width_bucket` numbers them."""
    held = [bucket for bucket, count in counts.items() if count]
    if not held:
        return []
    first, last, peak = min(held), max(held), max(counts.values())
    width = WIDTH // (last - first + 1)
    return [
        Bar(
            (bucket - first) * width,
            max(width - 4, 1),
            max(counts.get(bucket, 0) * HEIGHT // peak, LEAST_HEIGHT) if counts.get(bucket) else 0,
            counts.get(bucket, 0),
            EDGES_MS[bucket - 1] if bucket else None,
            EDGES_MS[bucket] if bucket < len(EDGES_MS) else None,
        )
        for bucket in range(first, last + 1)
    ]
