"""The period a day lies in, and those before it. Pure.

Days are those of the budget's own time zone; a day that changes the clocks has 23 or 25 hours.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from finops.budgets.types import Period
from finops.core.periods import JANUARY, Days, fiscal_period, month_start, months_earlier, week_start

QUARTER_MONTHS, YEAR_MONTHS = 3, 12
LABELS = {
    Period.DAY: "day",
    Period.WEEK: "week",
    Period.MONTH: "month",
    Period.QUARTER: "calendar quarter",
    Period.YEAR: "calendar year",
    Period.FISCAL_QUARTER: "fiscal quarter",
    Period.FISCAL_YEAR: "fiscal year",
}


def local_day(now: dt.datetime, zone: str) -> dt.date:
    """The day it is in a time zone at an aware moment."""
    return now.astimezone(ZoneInfo(zone)).date()


def period_of(period: Period, day: dt.date, fiscal_start: int = JANUARY) -> Days:
    """The whole period that `day` lies in."""
    if period == Period.DAY:
        return Days(day, day + dt.timedelta(days=1))
    if period == Period.WEEK:
        return Days(week_start(day), week_start(day) + dt.timedelta(days=7))
    if period == Period.MONTH:
        return Days(month_start(day), months_earlier(month_start(day), -1))
    months = QUARTER_MONTHS if period in (Period.QUARTER, Period.FISCAL_QUARTER) else YEAR_MONTHS
    fiscal = period in (Period.FISCAL_QUARTER, Period.FISCAL_YEAR)
    return fiscal_period(day, months, fiscal_start if fiscal else JANUARY)


def window(period: Period, day: dt.date, starts_on: dt.date, fiscal_start: int = JANUARY) -> Days | None:
    """The part of the period of `day` that a budget looks at: from its start on. None before that."""
    whole = period_of(period, day, fiscal_start)
    return Days(max(whole.start, starts_on), whole.end) if whole.end > starts_on else None


def earlier(
    period: Period, day: dt.date, starts_on: dt.date, fiscal_start: int = JANUARY, *, most: int
) -> Iterator[Days]:
    """The windows before the one of `day`, the last one first, `most` of them at most."""
    start = period_of(period, day, fiscal_start).start
    for _ in range(most):
        found = window(period, start - dt.timedelta(days=1), starts_on, fiscal_start)
        if found is None:
            return
        yield found
        start = period_of(period, found.last, fiscal_start).start
