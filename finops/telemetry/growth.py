"""What a series of points grew by (telemetry reference 5.9). Pure."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from finops.telemetry.types import Temporality

UNSTATED = -1  # in place of a start


class Reading(NamedTuple):
    """One point of a counter. Times are unix microseconds; a start that is its time is not stated."""

    start: int
    time: int
    value: float


class Growth(NamedTuple):
    """What a counter grew by, up to this moment."""

    time: int
    amount: float


def growth(readings: Iterable[Reading], temporality: int) -> list[Growth]:
    """What the points add, in any order of arrival; never negative.

    A delta is what it says. A cumulative point adds what it has beyond the largest one before it with the
    same start; a new start begins at zero. Where no start is stated, a value that falls is a new start.
    Points of unspecified temporality add nothing.
    """
    if temporality == Temporality.DELTA:
        return [Growth(one.time, max(one.value, 0.0)) for one in sorted(readings)]
    if temporality != Temporality.CUMULATIVE:
        return []
    by_start: dict[int, list[Reading]] = defaultdict(list)
    for one in readings:
        by_start[UNSTATED if one.start == one.time else one.start].append(one)
    found: list[Growth] = []
    for start, run in by_start.items():
        largest = 0.0
        for one in sorted(run, key=lambda one: (one.time, one.value)):
            if start == UNSTATED and one.value < largest:
                largest = 0.0
            found.append(Growth(one.time, max(one.value - largest, 0.0)))
            largest = max(largest, one.value)
    return sorted(found)
