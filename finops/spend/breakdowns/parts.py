"""What a detail page breaks one journey, model or customer down into. Pure."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.core.charts import OTHER, Point
from finops.spend.types import Measures, SpendRow

MOST_SERIES, MOST_LINES = 8, 12
UNATTRIBUTED = "Unattributed"
ZERO = Decimal(0)


class Part(NamedTuple):
    """One value of another dimension: what it costs in USD, and cost before."""

    value: str | None
    cost: Decimal | None
    before: Decimal | None
    calls: int

    @property
    def difference(self) -> Decimal | None:
        """How much more it costs than before; None when one side is unknown."""
        return None if self.cost is None or self.before is None else self.cost - self.before


def parts(now: Sequence[SpendRow], before: Sequence[SpendRow]) -> list[Part]:
    """The values of either time, the dearest of now first; not those of which every call failed."""
    earlier = {row.values[0]: row.measures for row in before}
    found = [_part(row.values[0], row.measures, earlier.pop(row.values[0], None)) for row in now]
    found += [Part(value, ZERO, measures.known_cost, 0) for value, measures in earlier.items()]
    return [part for part in found if part.calls or part.cost or part.before or part.before is None]


def mover(found: Sequence[Part], difference: Decimal) -> Part | None:
    """The part that explains most of a change: the one that moved furthest the same way."""
    same_way = [part for part in found if part.difference and (part.difference > 0) == (difference > 0)]
    return max(same_way, key=lambda part: abs(part.difference or ZERO), default=None)


def points(rows: Sequence[SpendRow], dearest: Sequence[str | None]) -> list[Point]:
    """Cost over time of the dearest parts; all others are one series."""
    shown = set(dearest[:MOST_SERIES])
    return [_point(row.period, row, shown) for row in rows if row.period is not None]


def _part(value: str | None, measures: Measures, before: Measures | None) -> Part:
    return Part(value, measures.known_cost, before.known_cost if before else ZERO, measures.calls)


def _point(period: dt.date, row: SpendRow, shown: set[str | None]) -> Point:
    value = row.values[0]
    name = (UNATTRIBUTED if value is None else value) if value in shown else OTHER
    return Point(period, name, row.measures.known_cost)
