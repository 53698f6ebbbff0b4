"""Teams, models and journeys beside last month. Pure. USD."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from finops.core.periods import Days
from finops.overview.cells import Beside, Cell, Sum, beside, by_day, series
from finops.overview.months import Months

MOST_LINES = 7
Value = Callable[[Cell], str | None]


class Mover(NamedTuple):
    """One value of a dimension; the name is None for what nobody claims."""

    name: str | None
    beside: Beside
    daily: list[Decimal]  # cost of each of the days shown

    @property
    def difference(self) -> Decimal | None:
        """How much more is spent; None when one side is unknown."""
        now, before = self.beside.now.known_cost, self.beside.before.known_cost
        return None if now is None or before is None else now - before


class Movers(NamedTuple):
    """The dearest values, and all others together (None when there are no others)."""

    lines: list[Mover]
    others: Mover | None
    other_count: int


def movers(cells: list[Cell], months: Months, value: Value, days: Days, whole: Beside) -> Movers:
    """The dearest values of one dimension of either month, the rest in one line: they add up to `whole`."""
    groups: Mapping[object, Beside] = beside(cells, months, value)
    ranked = sorted(groups, key=lambda name: _rank(name, groups[name]))
    shown = ranked[: MOST_LINES if len(ranked) > MOST_LINES + 1 else MOST_LINES + 1]
    daily = _daily(cells, value, set(shown))
    lines = [_mover(name, groups[name], daily[name], days) for name in shown]
    rest = _rest(whole, lines)
    has_rest = rest != Beside(Sum(), Sum())
    others = Mover(None, rest, []) if has_rest else None
    return Movers(lines, others, len(ranked) - len(shown))


def _rank(name: object, group: Beside) -> tuple[Decimal, int, str]:
    dearest = max(group.now.cost, group.before.cost)
    return -dearest, -max(group.now.calls, group.before.calls), str(name or "")


def _daily(cells: list[Cell], value: Value, names: set[object]) -> dict[object, list[Cell]]:
    """The cells of each of the values, found in one pass."""
    found: dict[object, list[Cell]] = {name: [] for name in names}
    for cell in cells:
        if (name := value(cell)) in names:
            found[name].append(cell)
    return found


def _mover(name: object, group: Beside, cells: list[Cell], days: Days) -> Mover:
    costs = by_day(cells)
    return Mover(name if isinstance(name, str) else None, group, series(costs, days))


def _rest(whole: Beside, lines: list[Mover]) -> Beside:
    now, before = whole
    for line in lines:
        now, before = now.minus(line.beside.now), before.minus(line.beside.before)
    return Beside(now, before)
