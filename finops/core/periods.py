"""Days, weeks and months in the organisation's time zone. Pure: the clock comes in as `today`."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

# Far enough for any ledger, near enough that no arithmetic on a date can overflow.
FIRST_DAY = dt.date(2000, 1, 1)
LAST_DAY = dt.date(2100, 1, 1)


class Days(NamedTuple):
    """Whole days, half-open: `end` is the first day that is no longer part of it."""

    start: dt.date
    end: dt.date

    @property
    def last(self) -> dt.date:
        """The last day that is part of it."""
        return self.end - dt.timedelta(days=1)


class Instants(NamedTuple):
    """A span of time in UTC, half-open."""

    start: dt.datetime
    end: dt.datetime


def day_start(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The instant at which a day begins in `zone`, in UTC."""
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def instants(days: Days, zone: ZoneInfo) -> Instants:
    """The time these days cover; a day that changes the clocks has 23 or 25 hours."""
    return Instants(day_start(days.start, zone), day_start(days.end, zone))


def through(first: dt.date, last: dt.date) -> Days:
    """All days from `first` to `last`, both included."""
    return Days(first, last + dt.timedelta(days=1))


def month_start(day: dt.date) -> dt.date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def last_month(today: dt.date) -> Days:
    """The whole calendar month before this one."""
    end = month_start(today)
    return Days(month_start(end - dt.timedelta(days=1)), end)


def preset(name: str, today: dt.date) -> Days:
    """A range people ask for by name (`PRESETS`)."""
    yesterday = today - dt.timedelta(days=1)
    ranges = {
        "today": through(today, today),
        "yesterday": through(yesterday, yesterday),
        "7d": through(today - dt.timedelta(days=6), today),
        "30d": through(today - dt.timedelta(days=29), today),
        "90d": through(today - dt.timedelta(days=89), today),
        "month": through(month_start(today), today),
        "last_month": last_month(today),
        "quarter": through(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today),
        "year": through(today.replace(month=1, day=1), today),
    }
    return ranges[name]


PRESETS = {
    "today": "Today",
    "yesterday": "Yesterday",
    "7d": "7 days",
    "30d": "30 days",
    "90d": "90 days",
    "month": "This month",
    "last_month": "Last month",
    "quarter": "This quarter",
    "year": "This year",
}


def period_end(start: dt.date, interval: str) -> dt.date:
    """The day after the day, week or month that begins at `start`."""
    if interval == "month":
        return month_start(start + dt.timedelta(days=31))
    return start + dt.timedelta(days=7 if interval == "week" else 1)


def clip(days: Days, within: Days) -> Days:
    """The part of `days` that lies in `within`."""
    return Days(max(days.start, within.start), min(days.end, within.end))
