"""When a person is left alone, and when their digest is due. Pure: the clock comes in as `now`, aware."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.notifications.types import Digest

DAY = dt.timedelta(days=1)
MONDAY = 0


class Quiet(NamedTuple):
    """Hours of every day in which nothing is sent, over midnight when they begin later than they end."""

    start: dt.time
    end: dt.time


def quiet_until(quiet: Quiet | None, zone: ZoneInfo, now: dt.datetime) -> dt.datetime | None:
    """When the quiet hours end that go on now (UTC); None outside of them."""
    if quiet is None:
        return None
    today = now.astimezone(zone).date()
    for day in (today - DAY, today):
        start = _moment(day, quiet.start, zone)
        end = _moment(day if quiet.start < quiet.end else day + DAY, quiet.end, zone)
        if start <= now < end and quiet.start != quiet.end:
            return end
    return None


def last_digest(digest: Digest, at: dt.time, zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    """The last moment at which a digest was due (UTC)."""
    day = now.astimezone(zone).date()
    while not (_is_due(digest, day) and _moment(day, at, zone) <= now):
        day -= DAY
    return _moment(day, at, zone)


def _is_due(digest: Digest, day: dt.date) -> bool:
    return digest == Digest.DAILY or day.weekday() == MONDAY


def _moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """A time that a clock skips is an hour later; of one that it shows twice it is the first."""
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC)
