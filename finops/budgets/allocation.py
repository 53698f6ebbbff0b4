"""From the sums of one query to what each of many budgets has spent. Pure.

Thousands of budgets look at the same days: they are read once, by all dimensions any of them asks for, and
every budget adds up its own rows.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from finops.budgets.types import NO_VALUE, Scope, Spent
from finops.spend.types import Filter


class Row(NamedTuple):
    """The sums of one group: its values in the order of the dimensions that were asked for."""

    values: tuple[str | None, ...]
    spent: Spent


class Sums:
    """Rows by their dimensions, ready to be asked by many budgets."""

    def __init__(self, dimensions: Sequence[str], rows: Sequence[Row]) -> None:
        self._rows = rows
        self._place = {name: place for place, name in enumerate(dimensions)}
        self._having: dict[tuple[str, str | None], set[int]] = defaultdict(set)
        for number, row in enumerate(rows):
            for name, value in zip(dimensions, row.values, strict=True):
                self._having[name, value].add(number)

    def spent(self, scope: Scope) -> dict[str, Spent]:
        """The sums of a scope; of one for each value by value, and without what has no such value.

        A scope without any spend has a sum of zero, one for each value has none at all.
        """
        found: dict[str, Spent] = {} if scope.each else {NO_VALUE: Spent()}
        for number in self._passing(scope.filters):
            row = self._rows[number]
            value = row.values[self._place[scope.each]] if scope.each else NO_VALUE
            if value is not None:
                found[value] = found.get(value, Spent()) + row.spent
        return found

    def _passing(self, filters: Sequence[Filter]) -> set[int] | range:
        passing: set[int] | None = None
        for wanted in filters:
            values = [*wanted.values, *([None] if wanted.missing else [])]
            having = set().union(*(self._having.get((wanted.dimension, value), ()) for value in values))
            passing = having if passing is None else passing & having
        return range(len(self._rows)) if passing is None else passing
