"""Where the month will end if the rest of it runs like the last weeks. Pure. USD."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from finops.core.periods import Days
from finops.overview.cells import series

LONGEST, SHORTEST = 35, 14  # complete days of history
WEEK = 7
QUANTILE = Decimal("1.28")  # four of five normally distributed outcomes lie within it
DAY_SECONDS = 86_400


class Projection(NamedTuple):
    """The month's cost as expected, and where four of five such months would end."""

    low: Decimal
    expected: Decimal
    high: Decimal
    history: int  # complete days it rests on


def project(
    costs: Mapping[dt.date, Decimal], *, first_day: dt.date, now: dt.datetime, month: Days
) -> Projection | None:
    """What is spent plus a typical day of its weekday for each day to come.

    `costs` by day, `now` in the organisation's zone. A typical day is the median of its weekday, so one
    runaway day does not repeat itself; the interval is as wide as days have strayed from it. None with
    less than two weeks of complete days.
    """
    today = now.date()
    # The day recording began is rarely a whole one.
    start = max(first_day + dt.timedelta(days=1), today - dt.timedelta(days=LONGEST))
    history = Days(start, today)
    values = series(costs, history)
    if len(values) < SHORTEST:
        return None
    typical = _typical(values, start.weekday())
    spread = _spread(values, start.weekday(), typical)
    left = 1 - Decimal(now.hour * 3600 + now.minute * 60 + now.second) / DAY_SECONDS
    ahead = [today + dt.timedelta(days=n) for n in range(1, (month.end - today).days)]
    spent = sum(series(costs, Days(month.start, today + dt.timedelta(days=1))), Decimal(0))
    rest = typical[today.weekday()] * left + sum((typical[day.weekday()] for day in ahead), Decimal(0))
    # Independent days: their variances add up.
    margin = QUANTILE * spread * (left + len(ahead)).sqrt()
    expected = spent + rest
    return Projection(max(spent, expected - margin), expected, expected + margin, len(values))


def _typical(values: list[Decimal], first_weekday: int) -> dict[int, Decimal]:
    return {
        (first_weekday + offset) % WEEK: median(values[offset::WEEK])
        for offset in range(min(WEEK, len(values)))
    }


def _spread(values: list[Decimal], first_weekday: int, typical: Mapping[int, Decimal]) -> Decimal:
    """The standard deviation of days from what is typical; each weekday's own level is estimated too."""
    strayed = (value - typical[(first_weekday + offset) % WEEK] for offset, value in enumerate(values))
    return (sum((difference**2 for difference in strayed), Decimal(0)) / (len(values) - WEEK)).sqrt()
