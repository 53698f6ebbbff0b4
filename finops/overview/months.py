"""This month beside the same part of the last one, in the organisation's calendar. Pure."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.core.periods import Days, Instants, day_start, last_month, month_start, period_end, through

BUCKET_MINUTES = 15  # of the finer rollup
SPARK_DAYS = dt.timedelta(days=28)


class Months(NamedTuple):
    """What is shown, and what of it can be compared.

    A month that has just begun to be recorded is compared from the first day that both months have.
    """

    now: dt.datetime
    this: Days  # until today
    last: Days  # all of it
    same_day: dt.date  # the day of last month that answers to today
    same_time: Instants  # the part of that day that had passed at this time of day
    compared: Days | None  # days of this month that have a counterpart; None: there are none

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self.this.last

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
        return through(self.last.start.replace(day=self.compared.start.day), self.same_day)

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


def months(now: dt.datetime, zone: ZoneInfo, first_day: dt.date | None) -> Months:
    """The two months at this moment. `first_day` is the first with spend, None when there is none."""
    local = now.astimezone(zone)
    today = local.date()
    this, last = through(month_start(today), today), last_month(today)
    same_day = last.start.replace(day=min(today.day, last.last.day))
    return Months(
        now=local,
        this=this,
        last=last,
        same_day=same_day,
        same_time=_until_now(same_day, local, zone, whole=today.day > last.last.day),
        compared=_compared(this, last, same_day, first_day),
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
    return Days(this.start.replace(day=max(first_day, last.start).day), this.end)
