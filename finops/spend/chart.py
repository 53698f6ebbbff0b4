"""Spend over time as bars. Pure."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from finops.core.periods import Days, clip, period_end
from finops.spend.types import Interval

WIDTH, HEIGHT, GAP = 1000, 120, 0.2
MOST_BARS = 120


class Bar(NamedTuple):
    """One period: the days it covers, its cost in USD, and its rectangle in the drawing."""

    days: Days
    cost: Decimal
    x: str
    y: str
    width: str
    height: str
    incomplete: bool  # it holds today, so it will grow


def interval_for(days: Days, chosen: Interval | None) -> Interval:
    """The chosen interval, or one that gives a readable number of bars."""
    count = (days.end - days.start).days
    by_count = Interval.DAY if count <= 92 else Interval.WEEK if count <= 550 else Interval.MONTH
    return chosen if chosen and count <= MOST_BARS else by_count


def bars(costs: Mapping[dt.date, Decimal], days: Days, interval: Interval, today: dt.date) -> list[Bar]:
    """A bar for every period of the range, also for those without spend. `costs` go by first day."""
    periods = _periods(days, interval)
    if len(periods) > MOST_BARS:
        periods = [period for period in periods if period.start in costs][-MOST_BARS:]
    most = max([*costs.values(), Decimal(0)])
    step = Decimal(WIDTH) / max(len(periods), 1)
    return [
        _bar(clip(period, days), costs.get(period.start, Decimal(0)), most, step, position, today)
        for position, period in enumerate(periods)
    ]


def _periods(days: Days, interval: Interval) -> list[Days]:
    start = days.start
    if interval == Interval.WEEK:
        start -= dt.timedelta(days=start.weekday())
    elif interval == Interval.MONTH:
        start = start.replace(day=1)
    found = []
    while start < days.end:
        end = period_end(start, interval)
        found.append(Days(start, end))
        start = end
    return found


def _bar(days: Days, cost: Decimal, most: Decimal, step: Decimal, position: int, today: dt.date) -> Bar:
    height = max(cost, Decimal(0)) / most * HEIGHT if most > 0 else Decimal(0)
    gap = step * Decimal(GAP)
    return Bar(
        days,
        cost,
        x=f"{step * position + gap / 2:.2f}",
        y=f"{HEIGHT - height:.2f}",
        width=f"{step - gap:.2f}",
        height=f"{height:.2f}",
        incomplete=days.start <= today < days.end,
    )
