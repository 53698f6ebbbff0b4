"""A month beside the same part of the one before, in the organisation's calendar. Pure."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.core.parameters import BadParameter
from finops.core.periods import (
    FIRST_DAY,
    LAST_DAY,
    Days,
    Instants,
    day_start,
    last_month,
    month_start,
    period_end,
    through,
)

BUCKET_MINUTES = 15  # of the finer rollup
SPARK_DAYS = dt.timedelta(days=28)


class Months(NamedTuple):
    """What is shown, and what of it can be compared.

    A month that has just begun to be recorded is compared from the first day that both months have. A month
    that is over is compared with all of the one before: no day of it is there in part.
    """

    now: dt.datetime
    today: dt.date  # the day it is, or the one after a month that is over: days before it are complete
    this: Days  # until today
    last: Days  # all of it
    same_day: dt.date  # the day of last month that answers to today, and where all of it is compared its end
    same_time: Instants  # the part of that day that had passed at this time of day
    compared: Days | None  # days of this month that have a counterpart; None: there are none

    @property
    def is_over(self) -> bool:
        """Whether it is an earlier month than the current one."""
        return self.today == self.this.end

    @property
    def name(self) -> str:
        """`October`, and of another year than the current one `October 2025`."""
        return month_name(self.this.start, self.now.date())

    @property
    def last_name(self) -> str:
        """The month before."""
        return f"{self.last.start:%B}"

    def neighbours(self, first_day: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """The first days of the month before and of the one after; None where there is none to show."""
        earlier = self.last.start if month_start(first_day) <= self.last.start else None
        return earlier, self.this.end if self.is_over else None

    @property
    def end(self) -> dt.date:
        """The first day of the next month."""
        return period_end(self.this.start, "month")

    @property
    def shown(self) -> Days:
        """The days of this month that stand beside last month, all of them when nothing can."""
        return self.compared or self.this

    @property
    def counterpart(self) -> Days | None:
        """The days of last month that this month is compared with, the last of them in part."""
        if self.compared is None:
            return None
        first = self.last.start.replace(day=self.compared.start.day)
        return Days(first, self.same_day) if self.is_over else through(first, self.same_day)

    @property
    def stretches(self) -> list[dt.date]:
        """The first days of the parts that no sum on the page divides."""
        parts = [self.last.start, self.same_day, self.this.start, self.shown.start]
        return sorted({*parts, *([self.counterpart.start] if self.counterpart else [])})

    @property
    def daily_from(self) -> dt.date:
        """The first day that a line or the chart shows of each group."""
        return min(self.this.start, self.today - SPARK_DAYS)

    @property
    def is_whole(self) -> bool:
        """Whether all of this month is compared."""
        return self.compared == self.this


def months(now: dt.datetime, zone: ZoneInfo, first_day: dt.date | None, month: str = "") -> Months:
    """The two months at this moment, or the one asked for, as `2026-10`, and the one before.

    `first_day` is the first with spend, None when there is none.
    """
    local = now.astimezone(zone)
    start = asked_month(month, local.date(), first_day)
    return _over(local, start, zone, first_day) if start else _current(local, zone, first_day)


def asked_month(raw: str, today: dt.date, first_day: dt.date | None) -> dt.date | None:
    """The first day of a month that is over; None of the current one, which is shown unless one is named."""
    if not raw:
        return None
    try:
        start = dt.date.fromisoformat(f"{raw}-01") if len(raw) == len("2026-10") else None
    except ValueError:
        start = None
    if start is None or not FIRST_DAY <= start < LAST_DAY:
        raise BadParameter("month", "must be a month, e.g. 2026-10.")
    if start > today:
        raise BadParameter("month", f"has not begun. The current one is {today:%Y-%m}.")
    if first_day is not None and start < month_start(first_day):
        raise BadParameter("month", f"lies before the first one with spend, {first_day:%Y-%m}.")
    return start if start < month_start(today) else None


def month_name(start: dt.date, beside: dt.date) -> str:
    """`October`, with its year where that is another than that of the day it stands beside."""
    return f"{start:%B}" if start.year == beside.year else f"{start:%B %Y}"


def _current(local: dt.datetime, zone: ZoneInfo, first_day: dt.date | None) -> Months:
    today = local.date()
    this, last = through(month_start(today), today), last_month(today)
    same_day = last.start.replace(day=min(today.day, last.last.day))
    return Months(
        now=local,
        today=today,
        this=this,
        last=last,
        same_day=same_day,
        same_time=_until_now(same_day, local, zone, whole=today.day > last.last.day),
        compared=_compared(this, last, same_day, first_day),
    )


def _over(local: dt.datetime, start: dt.date, zone: ZoneInfo, first_day: dt.date | None) -> Months:
    this, last = Days(start, period_end(start, "month")), last_month(start)
    none = day_start(last.end, zone)
    return Months(
        now=local,
        today=this.end,
        this=this,
        last=last,
        same_day=last.end,
        same_time=Instants(none, none),
        compared=_compared(this, last, last.last, first_day),
    )


def _until_now(day: dt.date, local: dt.datetime, zone: ZoneInfo, *, whole: bool) -> Instants:
    """From midnight to this time of day, down to the finer rollup's bucket; the 31st has all of the 30th."""
    start = day_start(day, zone)
    if whole:
        return Instants(start, day_start(day + dt.timedelta(days=1), zone))
    time = dt.time(local.hour, local.minute - local.minute % BUCKET_MINUTES)
    return Instants(start, dt.datetime.combine(day, time, zone).astimezone(dt.UTC))


def _compared(this: Days, last: Days, same_day: dt.date, first_day: dt.date | None) -> Days | None:
    if first_day is None or first_day > same_day:
        return None
    first = this.start + dt.timedelta(days=(max(first_day, last.start) - last.start).days)
    return Days(first, this.end) if first < this.end else None
