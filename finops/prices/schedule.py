"""Which of a model's prices is in force on a day, and at a time of that day."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

EPOCH = dt.date(1970, 1, 1)
NS_PER_SECOND = 1_000_000_000
NS_PER_DAY = 86_400 * NS_PER_SECOND


class Slot(NamedTuple):
    """One price in a model's calendar."""

    price_id: int
    valid_from: dt.date | None  # UTC; None: always was
    time_from: dt.time | None  # daily window, UTC; None: midnight


class Window(NamedTuple):
    """A price from a moment of the day on, until the next window."""

    start_ns: int  # since midnight
    price_id: int


class Schedule:
    """The calendar of one model in one context. Windows of one first day cover the whole day."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        """Take the prices in any order."""
        days: dict[int, list[Window]] = {}
        for slot in slots:
            days.setdefault(_day(slot.valid_from), []).append(Window(_ns(slot.time_from), slot.price_id))
        self._starts = sorted(days)
        self._windows = [tuple(sorted(days[start])) for start in self._starts]

    def windows(self, day: int) -> tuple[Window, ...]:
        """The prices of a day (days since 1970, UTC), earliest first; none before the first price."""
        index = bisect_right(self._starts, day) - 1
        return self._windows[index] if index >= 0 else ()


def in_force(windows: tuple[Window, ...], ns_of_day: int) -> int:
    """The price id at a moment of the day."""
    return max(window for window in windows if window.start_ns <= ns_of_day).price_id


def _day(date: dt.date | None) -> int:
    return (date - EPOCH).days if date else -(10**9)


def _ns(time: dt.time | None) -> int:
    if time is None:
        return 0
    return (time.hour * 3600 + time.minute * 60 + time.second) * NS_PER_SECOND
