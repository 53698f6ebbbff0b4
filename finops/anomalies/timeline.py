"""Hours and days of the organisation, and which of them are alike. Pure.

An hour is one of the clock: when clocks change, an hour that does not exist is compared with nothing, and of
one that comes twice the first is compared with.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.anomalies.types import Granularity, Window
from finops.core.periods import day_start

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
BACK = {Granularity.HOUR: 35, Granularity.DAY: 56}  # days a period is compared with


class Period(NamedTuple):
    """An hour or a day, and the starts of those it is compared with, the oldest first; None: no such hour."""

    window: Window
    day: dt.date
    alike: tuple[dt.datetime | None, ...]

    @property
    def past(self) -> list[dt.date]:
        """The days of those it is compared with."""
        return [self.day - DAY * back for back in range(len(self.alike), 0, -1)]


class Timeline(NamedTuple):
    """Periods without gaps, of which the last one still grows."""

    granularity: Granularity
    periods: tuple[Period, ...]

    @property
    def starts(self) -> list[dt.datetime]:
        """All moments at which a period that has to be read begins, in order."""
        found = {one.window.start for one in self.periods}
        return sorted(found.union(*({at for at in one.alike if at} for one in self.periods)))


def hours(since: dt.datetime, now: dt.datetime, zone: ZoneInfo) -> Timeline:
    """The hours of a zone from the one of `since` to the one of `now` (both aware)."""
    start, found = hour_of(since, zone), []
    while start <= now:
        found.append(_hour(start, zone))
        start += HOUR
    return Timeline(Granularity.HOUR, tuple(found))


def days(first: dt.date, last: dt.date, zone: ZoneInfo) -> Timeline:
    """Whole days, both ends included."""
    count = (last - first).days + 1
    return Timeline(Granularity.DAY, tuple(_day(first + DAY * n, zone) for n in range(count)))


def hour_of(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """When the hour of the clock that a moment lies in began, in UTC."""
    local = moment.astimezone(zone)
    past = dt.timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return moment.astimezone(dt.UTC) - past


def _hour(start: dt.datetime, zone: ZoneInfo) -> Period:
    local = start.astimezone(zone)
    wall = local.replace(tzinfo=None)
    alike = tuple(_at(wall - DAY * back, zone) for back in range(BACK[Granularity.HOUR], 0, -1))
    return Period(Window(start, start + HOUR), local.date(), alike)


def _day(day: dt.date, zone: ZoneInfo) -> Period:
    alike = tuple(day_start(day - DAY * back, zone) for back in range(BACK[Granularity.DAY], 0, -1))
    return Period(Window(day_start(day, zone), day_start(day + DAY, zone)), day, alike)


def _at(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """The moment at which clocks of a zone show this; None where they jump over it."""
    moment = wall.replace(tzinfo=zone).astimezone(dt.UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == wall else None


def alike_on_weekday(period: Period, weeks: int) -> list[dt.datetime]:
    """The same weekdays of so many weeks before, as far as there are such moments."""
    return [at for at in period.alike[::-1][6::7][:weeks] if at]


def spans(starts: Sequence[dt.datetime], length: dt.timedelta) -> list[Window]:
    """As many windows of that length."""
    return [Window(start, start + length) for start in starts]
