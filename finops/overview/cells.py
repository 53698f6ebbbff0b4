"""Spend by day and group, and its sums over the two months. Pure. Costs are USD."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from enum import IntEnum
from typing import Any, NamedTuple

from finops.core.periods import Days
from finops.overview.months import Months
from finops.spend.types import known_cost


class Level(IntEnum):
    """What a cell sums up: the bits of Postgres' `grouping(team, response_model, journey)`."""

    PAIR = 1  # by team and model
    TEAM = 3
    MODEL = 5
    JOURNEY = 6
    TOTAL = 7


class Cell(NamedTuple):
    """One group on one day, or from `day` on in one of the stretches of the months: pairs, and of days before
    `Months.daily_from` teams and journeys too.

    `partial` is the day until this time of day only.
    """

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

    def minus(self, other: "Sum") -> "Sum":
        """What is left without the other."""
        return Sum(
            self.calls - other.calls, self.unpriced_calls - other.unpriced_calls, self.cost - other.cost
        )


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
    return summed([cell for cell in cells if not cell.partial and days.start <= cell.day < days.end])


def summed(cells: Collection[Cell]) -> Sum:
    """All of them together."""
    return Sum(
        sum(cell.calls for cell in cells),
        sum(cell.unpriced_calls for cell in cells),
        sum((cell.cost for cell in cells), Decimal(0)),
    )


def beside(cells: Iterable[Cell], months: Months, key: Key) -> dict[object, Beside]:
    """Both sides of the comparison by group; the other is empty when nothing can be compared."""
    # Each group's calls, unpriced calls and cost, added up in place: there are thousands of cells.
    now: dict[object, list[Any]] = defaultdict(lambda: [0, 0, Decimal(0)])
    before: dict[object, list[Any]] = defaultdict(lambda: [0, 0, Decimal(0)])
    shown, counterpart, same_day = months.shown, months.counterpart, months.same_day
    for cell in cells:
        if not cell.partial and shown.start <= cell.day < shown.end:
            sums = now[key(cell)]
        elif counterpart and (cell.partial or counterpart.start <= cell.day < same_day):
            sums = before[key(cell)]
        else:
            continue
        sums[0] += cell.calls
        sums[1] += cell.unpriced_calls
        sums[2] += cell.cost
    return {value: Beside(Sum(*now[value]), Sum(*before[value])) for value in {**now, **before}}


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
