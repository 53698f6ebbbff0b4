"""Spend over time as points of a chart. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from finops.core.charts import OTHER, Point, Unit
from finops.core.charts.colours import UNATTRIBUTED
from finops.core.periods import Days, period_end
from finops.spend.types import Interval, Measure, SpendRow

MOST_BARS = 92
UNITS = {Measure.COST: Unit.USD, Measure.TOKENS: Unit.TOKENS, Measure.CALLS: Unit.CALLS}
Amount = Decimal | int | None


def interval_for(days: Days, chosen: Interval | None) -> Interval:
    """The chosen interval, or one that gives a readable number of bars."""
    count = (days.end - days.start).days
    by_count = Interval.DAY if count <= 92 else Interval.WEEK if count <= 550 else Interval.MONTH
    return chosen if chosen and count <= MOST_BARS else by_count


def periods(days: Days, interval: Interval) -> list[dt.date]:
    """The first days of all periods of the range; the latest ones when there are too many to draw."""
    start = days.start
    if interval == Interval.WEEK:
        start -= dt.timedelta(days=start.weekday())
    elif interval == Interval.MONTH:
        start = start.replace(day=1)
    found = []
    while start < days.end:
        found.append(start)
        start = period_end(start, interval)
    return found[-MOST_BARS:]


def points(
    parts: Iterable[SpendRow], wholes: Iterable[SpendRow], measure: Measure, shown: Sequence[dt.date]
) -> list[Point]:
    """The series of `parts`, and what is left of `wholes` as one more."""
    wanted = frozenset(shown)
    found = [
        Point(row.period, name_of(row.values[0]), row.measures.of(measure))
        for row in parts
        if row.period in wanted
    ]
    named: dict[dt.date | dt.datetime, Decimal | int] = {}
    for point in found:
        named[point.bucket] = named.get(point.bucket, 0) + (point.value or 0)
    for period, whole in amounts(wholes, measure).items():
        rest = None if whole is None else whole - named.get(period, 0)
        if rest and period in wanted:
            found.append(Point(period, OTHER, rest))
    return found


def alone(wholes: Iterable[SpendRow], measure: Measure, shown: Sequence[dt.date]) -> list[Point]:
    """One series of everything."""
    return [Point(period, "", value) for period, value in amounts(wholes, measure).items() if period in shown]


def compared(
    before: Mapping[dt.date, Amount],
    before_periods: Sequence[dt.date],
    shown: Sequence[dt.date],
    label: str,
) -> list[Point]:
    """The period before, laid over this one: its first day over the first day."""
    return [
        Point(bucket, label, before.get(then, 0)) for bucket, then in zip(shown, before_periods, strict=False)
    ]


def amounts(rows: Iterable[SpendRow], measure: Measure) -> dict[dt.date, Amount]:
    """Sums by the first day of their period."""
    return {row.period: row.measures.of(measure) for row in rows if row.period}


def name_of(value: str | None) -> str:
    """A value of a dimension as charts name it."""
    return UNATTRIBUTED if value is None else value
