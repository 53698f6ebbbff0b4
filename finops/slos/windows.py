"""The windows of SLOs: rolling ones, and months and quarters of the organisation's time zone. Pure."""

import datetime as dt
from zoneinfo import ZoneInfo

from finops.core.periods import day_start, fiscal_period
from finops.slos.types import Window, WindowKind

ROLLING = {
    WindowKind.ROLLING_7: dt.timedelta(days=7),
    WindowKind.ROLLING_28: dt.timedelta(days=28),
    WindowKind.ROLLING_30: dt.timedelta(days=30),
}
MONTHS = {WindowKind.MONTH: 1, WindowKind.QUARTER: 3}


def window_at(kind: WindowKind, now: dt.datetime, zone: ZoneInfo, fiscal_start: int = 1) -> Window:
    """The window that a moment (aware) lies in. A rolling one has passed wholly; a month begins at midnight.

    A month that changes the clocks is an hour longer or shorter; quarters are those of the fiscal year.
    """
    if length := ROLLING.get(kind):
        return Window(now - length, now, length)
    days = fiscal_period(now.astimezone(zone).date(), MONTHS[kind], fiscal_start)
    start, end = day_start(days.start, zone), day_start(days.end, zone)
    return Window(start, now, end - start)


def whole_minute(now: dt.datetime) -> dt.datetime:
    """The beginning of the minute of a moment: up to there everything that was counted is whole."""
    return now.astimezone(dt.UTC).replace(second=0, microsecond=0)
