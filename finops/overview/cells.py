"""Spend by day and group, and its sums over the two months. Pure. Costs are USD."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from finops.core.periods import Days
from finops.overview.months import Months
from finops.spend.types import known_cost


class Level(IntEnum):
    """What a cell sums up: the bits of Postgres' `grouping(team, response_model, journey)`."""

    PAIR = 1  # by team and model
    JOURNEY = 6
    TOTAL = 7


class Cell(NamedTuple):
    """One group on one day; `partial` is the day until this time of day only."""

    level: int
    day: dt.date
    partial: bool
    team: str | None
    model: str | None
    journey: str | None
    calls: int
    unpriced_calls: int
    cost: Decimal

    @property
    def pair(self) -> "Pair":
        """Its team and model."""
        return Pair(self.team, self.model)


class Pair(NamedTuple):
    """A team on a model."""

    team: str | None
    model: str | None


class Sum(NamedTuple):
    """What a group came to."""

    calls: int = 0
    unpriced_calls: int = 0
    cost: Decimal = Decimal(0)

    @property
    def known_cost(self) -> Decimal | None:
        """The cost, or None when not one call has a price."""
        return known_cost(self.calls, self.unpriced_calls, self.cost)

    def plus(self, cell: "Cell | Sum") -> "Sum":
        """Both together."""
        return Sum(self.calls + cell.calls, self.unpriced_calls + cell.unpriced_calls, self.cost + cell.cost)

    def minus(self, other: "Sum") -> "Sum":
        """What is left without the other."""
        return self.plus(Sum(-other.calls, -other.unpriced_calls, -other.cost))


class Beside(NamedTuple):
    """A group in the compared part of this month, and in the same part of the last."""

    now: Sum = Sum()
    before: Sum = Sum()

    @property
    def difference(self) -> Decimal:
        """How much more is spent now."""
        return self.now.cost - self.before.cost


Key = Callable[[Cell], object]


def at_level(cells: Iterable[Cell], level: Level) -> list[Cell]:
    """The cells of one level."""
    return [cell for cell in cells if cell.level == level]


def total(cells: Iterable[Cell], days: Days) -> Sum:
    """The sum over whole days."""
    found = Sum()
    for cell in cells:
        if not cell.partial and days.start <= cell.day < days.end:
            found = found.plus(cell)
    return found


def beside(cells: Iterable[Cell], months: Months, key: Key) -> dict[object, Beside]:
    """Both sides of the comparison by group; the other is empty when nothing can be compared."""
    found: dict[object, Beside] = defaultdict(Beside)
    for cell in cells:
        if _is_now(cell, months):
            pair = found[key(cell)]
            found[key(cell)] = pair._replace(now=pair.now.plus(cell))
        elif _is_before(cell, months):
            pair = found[key(cell)]
            found[key(cell)] = pair._replace(before=pair.before.plus(cell))
    return dict(found)


def by_day(cells: Iterable[Cell]) -> dict[dt.date, Decimal]:
    """The cost of each whole day that has one."""
    found: dict[dt.date, Decimal] = defaultdict(Decimal)
    for cell in cells:
        if not cell.partial:
            found[cell.day] += cell.cost
    return dict(found)


def series(costs: Mapping[dt.date, Decimal], days: Days) -> list[Decimal]:
    """The cost of every day in turn; a day without spend is 0."""
    count = (days.end - days.start).days
    return [costs.get(days.start + dt.timedelta(days=n), Decimal(0)) for n in range(count)]


def _is_now(cell: Cell, months: Months) -> bool:
    return not cell.partial and months.shown.start <= cell.day < months.shown.end


def _is_before(cell: Cell, months: Months) -> bool:
    days = months.counterpart
    return days is not None and (cell.partial or days.start <= cell.day < months.same_day)
