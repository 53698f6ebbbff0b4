"""What cumulative series grew by: differences of levels, through restarts. Pure.

A level counts from the start its point states. A point whose start is its own time states none (Prometheus):
it counts from an unknown moment and is only compared with what came before.
Rules: https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Generic, NamedTuple, Protocol, Self, TypeVar


class Level(Protocol):
    """Something that is counted up."""

    @property
    def size(self) -> float:
        """What only ever grows between two restarts."""

    def plus(self, other: Self) -> Self:
        """Both together."""

    def minus(self, earlier: Self) -> Self:
        """What came since an earlier level of the same count."""


AnyLevel = TypeVar("AnyLevel", bound=Level)


class Amount(NamedTuple):
    """The value of a sum."""

    value: float

    @property
    def size(self) -> float:
        """The value itself."""
        return self.value

    def plus(self, other: "Amount") -> "Amount":
        """The sum of both."""
        return Amount(self.value + other.value)

    def minus(self, earlier: "Amount") -> "Amount":
        """The difference."""
        return Amount(self.value - earlier.value)


class Reading(NamedTuple, Generic[AnyLevel]):
    """The largest level of one start in one bucket of time; of points without a stated start, each one."""

    start: dt.datetime
    bucket: int
    states_start: bool
    level: AnyLevel


def growth(readings: Iterable[Reading[AnyLevel]], known_from: dt.datetime) -> Iterator[tuple[int, AnyLevel]]:
    """By how much one series grew in each bucket; what came before the first reading is unknown.

    The readings are in the order of their starts, then of their buckets. What started at `known_from` or
    later counts from zero. A level below an earlier one of the same start came out of order and adds nothing.
    """
    before: AnyLevel | None = None
    for _, sequence in groupby(readings, key=lambda reading: reading.start):
        top: AnyLevel | None = None
        for reading in sequence:
            level = reading.level
            grown = _begun(reading, before, known_from) if top is None else _since(top, level)
            top = level if top is None or level.size > top.size else top
            if grown is not None:
                yield reading.bucket, grown
        before = top


def _begun(reading: Reading[AnyLevel], before: AnyLevel | None, known_from: dt.datetime) -> AnyLevel | None:
    """What the first level of a start adds; None where nobody can know."""
    if reading.states_start:
        return reading.level if reading.start >= known_from else None
    if before is None:
        return None
    restarted = reading.level.size < before.size
    return reading.level if restarted else reading.level.minus(before)


def _since(top: AnyLevel, level: AnyLevel) -> AnyLevel:
    return level.minus(top) if level.size > top.size else top.minus(top)
