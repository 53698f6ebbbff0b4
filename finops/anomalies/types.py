"""What is looked at, what is found of it, and what explains it."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Granularity(StrEnum):
    """How time is cut."""

    HOUR = "hour"
    DAY = "day"


class Kind(StrEnum):
    """In which way spend is not as usual."""

    RISE = "rise"
    FALL = "fall"
    NEW = "new"  # a value that spent nothing in the weeks before

    @property
    def sign(self) -> int:
        """1 where more is spent than usual, -1 where less."""
        return -1 if self is Kind.FALL else 1


class Series(NamedTuple):
    """Spend with one value of one dimension; without a dimension all spend. None: nobody says the value."""

    dimension: str = ""
    value: str | None = None


class Worth(NamedTuple):
    """From when on a surprise is worth telling: by how many USD, and by which share of what is usual."""

    amount: Decimal
    share: Decimal


class Window(NamedTuple):
    """A span of time, half-open, in UTC; its hours or days in the order of their starts."""

    start: dt.datetime
    end: dt.datetime

    def overlaps(self, other: "Window") -> bool:
        """Whether the two have a moment in common."""
        return self.start < other.end and other.start < self.end


class Tick(NamedTuple):
    """One hour or day of a series beside its season. USD; floats, as an estimate has no last digit."""

    start: dt.datetime
    actual: float
    expected: float
    low: float
    high: float


class Finding(NamedTuple):
    """Some hours or days in a row in which a series is not as usual."""

    series: Series
    kind: Kind
    window: Window
    ticks: tuple[Tick, ...]  # of the window
    course: tuple[Tick, ...]  # of what was looked at, for the chart
    goes_on: bool

    @property
    def actual(self) -> float:
        """What was spent. USD."""
        return sum(tick.actual for tick in self.ticks)

    @property
    def expected(self) -> float:
        """What is usual for this time. USD."""
        return sum(tick.expected for tick in self.ticks)

    @property
    def excess(self) -> float:
        """By how much it is more, or less, than usual: always above zero."""
        return (self.actual - self.expected) * self.kind.sign

    @property
    def purity(self) -> float:
        """Which share of the larger of both, what was spent and what is usual, is unusual."""
        return self.excess / max(self.actual, self.expected, 1e-9)


class Sums(NamedTuple):
    """What some calls come to. Floats of USD where they are what is usual."""

    calls: Decimal = Decimal(0)
    tokens: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)

    def __add__(self, other: object) -> "Sums":
        assert isinstance(other, Sums)
        return Sums(self.calls + other.calls, self.tokens + other.tokens, self.cost + other.cost)

    def scaled(self, factor: Decimal) -> "Sums":
        """So many times as much."""
        return Sums(self.calls * factor, self.tokens * factor, self.cost * factor)


class Cell(NamedTuple):
    """What calls with the same value in each dimension come to in a window, and usually in such a one."""

    values: dict[str, str | None]
    now: Sums
    usual: Sums

    @property
    def difference(self) -> Decimal:
        """How much more is spent now. USD."""
        return self.now.cost - self.usual.cost

    def has(self, series: Series) -> bool:
        """Whether it is part of a series."""
        return not series.dimension or self.values[series.dimension] == series.value
