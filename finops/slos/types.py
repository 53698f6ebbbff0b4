"""What is counted, over which time, and what that says."""

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class MissingData(StrEnum):
    """What a minute without events says."""

    IGNORE = "ignore"
    BAD = "bad"


class WindowKind(StrEnum):
    """The time an error budget is for."""

    ROLLING_7 = "7d"
    ROLLING_28 = "28d"
    ROLLING_30 = "30d"
    MONTH = "month"
    QUARTER = "quarter"


class Severity(StrEnum):
    """How loud the alerts of an SLO are at most."""

    PAGE = "page"
    TICKET = "ticket"
    NONE = "none"


class Counts(NamedTuple):
    """Events of a span of time; `filled` of its `minutes` had any."""

    good: int = 0
    total: int = 0
    filled: int = 0
    minutes: int = 0

    @property
    def bad(self) -> int:
        """Those that missed."""
        return self.total - self.good


class Window(NamedTuple):
    """A span of time up to now, and how long all of it is. Times are aware."""

    start: dt.datetime
    now: dt.datetime
    length: dt.timedelta

    @property
    def passed(self) -> Fraction:
        """How much of it has passed, 0 to 1."""
        return Fraction(
            (self.now - self.start) // dt.timedelta(seconds=1), self.length // dt.timedelta(seconds=1)
        )
