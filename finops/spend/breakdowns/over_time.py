"""How a range is cut into periods. Pure."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from finops.core.periods import Days, month_start, period_end
from finops.spend.types import Interval, Measures

DAYS_AT_MOST, WEEKS_AT_MOST = 92, 550  # days of a range that is cut into days, into weeks


def interval_for(days: Days) -> Interval:
    """Days, weeks or months: as many as can be told apart."""
    count = (days.end - days.start).days
    return (
        Interval.DAY if count <= DAYS_AT_MOST else Interval.WEEK if count <= WEEKS_AT_MOST else Interval.MONTH
    )


def starts(days: Days, interval: Interval) -> list[dt.date]:
    """The first day of each period that lies in the range, or that it begins in."""
    start = days.start
    if interval is Interval.WEEK:
        start -= dt.timedelta(days=start.weekday())
    elif interval is Interval.MONTH:
        start = month_start(start)
    found = []
    while start < days.end:
        found.append(start)
        start = period_end(start, interval)
    return found


def trend(
    costs: Mapping[tuple[str | None, dt.date], Measures], value: str | None, periods: list[dt.date]
) -> list[Decimal | None]:
    """The cost of one value by period: 0 where nothing was called, None where no call has a price."""
    none = Decimal(0)
    return [costs[value, period].known_cost if (value, period) in costs else none for period in periods]
