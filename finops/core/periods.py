"""Days, weeks, months, fiscal quarters and years in the organisation's time zone.

Pure: the clock comes in as `today`, the month in which the fiscal year begins as `fiscal_start`, 1 to 12.
"""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

# Far enough for any ledger, near enough that no arithmetic on a date can overflow.
FIRST_DAY = dt.date(2000, 1, 1)
LAST_DAY = dt.date(2100, 1, 1)
NO_WEEK = dt.date(2000, 1, 3)  # the first Monday: nothing lies before it
JANUARY = 1


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


def week_start(day: dt.date) -> dt.date:
    """The Monday of the week of `day`."""
    return day - dt.timedelta(days=day.weekday())


def months_earlier(day: dt.date, months: int) -> dt.date:
    """The same day so many months before; a month that has no such day ends before it: February 28."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = dt.date(year, month + 1, 1)
    last = month_start(first + dt.timedelta(days=31)) - dt.timedelta(days=1)
    return min(first + dt.timedelta(days=day.day - 1), last)


def last_month(today: dt.date) -> Days:
    """The whole calendar month before this one."""
    end = month_start(today)
    return Days(months_earlier(end, 1), end)


def fiscal_period(day: dt.date, months: int, fiscal_start: int) -> Days:
    """The quarter (3 months) or year (12) of `day`, of years that begin in the month `fiscal_start`."""
    first = months_earlier(month_start(day), (day.month - fiscal_start) % 12 % months)
    return Days(first, months_earlier(first, -months))


def preset(name: str, today: dt.date, fiscal_start: int = JANUARY) -> Days:
    """A range people ask for by name (`PRESETS`); quarters and years are fiscal ones."""
    yesterday = today - dt.timedelta(days=1)
    quarter, year = (fiscal_period(today, months, fiscal_start) for months in (3, 12))
    ranges = {
        "today": through(today, today),
        "yesterday": through(yesterday, yesterday),
        "7d": through(today - dt.timedelta(days=6), today),
        "30d": through(today - dt.timedelta(days=29), today),
        "90d": through(today - dt.timedelta(days=89), today),
        "12m": through(months_earlier(today, 12) + dt.timedelta(days=1), today),
        "month": through(month_start(today), today),
        "quarter": through(quarter.start, today),
        "year": through(year.start, today),
        "last_month": last_month(today),
        "last_quarter": Days(months_earlier(quarter.start, 3), quarter.start),
        "last_year": Days(months_earlier(year.start, 12), year.start),
    }
    return ranges[name]


PRESETS = {
    "today": "Today",
    "yesterday": "Yesterday",
    "7d": "7 days",
    "30d": "30 days",
    "90d": "90 days",
    "12m": "12 months",
    "month": "This month",
    "quarter": "This quarter",
    "year": "This year",
    "last_month": "Last month",
    "last_quarter": "Last quarter",
    "last_year": "Last year",
}
QUARTERS, YEARS = ("quarter", "last_quarter"), ("year", "last_year")


def preset_label(name: str, fiscal_start: int = JANUARY) -> str:
    """What people call a range; where years begin in another month, quarters and years say so."""
    label = PRESETS[name]
    if fiscal_start == JANUARY or name not in QUARTERS + YEARS:
        return label
    return label.replace(" ", " fiscal ", 1)


def fiscal_name(name: str, days: Days, fiscal_start: int) -> str:
    """`Fiscal Q3 2026/27` or `Fiscal year 2026/27`: a quarter or year by both years it may lie in."""
    year = fiscal_period(days.start, 12, fiscal_start)
    spelled = f"{year.start.year}/{year.last.year % 100:02}"
    if name in YEARS:
        return f"Fiscal year {spelled}"
    quarter = (days.start.month - fiscal_start) % 12 // 3 + 1
    return f"Fiscal Q{quarter} {spelled}"


def period_end(start: dt.date, interval: str) -> dt.date:
    """The day after the day, week or month that begins at `start`."""
    if interval == "month":
        return month_start(start + dt.timedelta(days=31))
    return start + dt.timedelta(days=7 if interval == "week" else 1)


def clip(days: Days, within: Days) -> Days:
    """The part of `days` that lies in `within`."""
    return Days(max(days.start, within.start), min(days.end, within.end))
