"""What arrived and how late it was counted, over the last day. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from finops.core.charts import Chart, Point, Unit, time_series
from finops.ingestion.types import Minute, Quarter

QUARTER = dt.timedelta(minutes=15)
QUARTERS = 96
RATE_MINUTES = 5
SECOND = 1_000_000_000


class Day(NamedTuple):
    """The quarter hours that are known, up to this one; `since` is told where they are not a whole day."""

    quarters: list[Quarter]
    starts: list[dt.datetime]
    since: dt.datetime | None

    @property
    def items(self) -> int:
        """Everything that was sent."""
        return sum(quarter.items for quarter in self.quarters)


def last_day(found: Sequence[Quarter], now: dt.datetime, *, most: int) -> Day:
    """The last 96 quarter hours. Of `most` batches or more the oldest quarter hour is cut, and left out."""
    cut = sum(quarter.batches for quarter in found) >= most
    known = list(found[1:] if cut and len(found) > 1 else found)
    last = now - (now - dt.datetime.min.replace(tzinfo=dt.UTC)) % QUARTER
    starts = [last - QUARTER * back for back in range(QUARTERS - 1, -1, -1)]
    first = known[0].start if cut and known else starts[0]
    return Day(
        [quarter for quarter in known if quarter.start >= starts[0]],
        [start for start in starts if start >= first],
        first if cut else None,
    )


def rate(minutes: Sequence[Minute], now: dt.datetime) -> float:
    """Items a second over the last whole minutes."""
    end = now.replace(second=0, microsecond=0)
    start = end - dt.timedelta(minutes=RATE_MINUTES)
    return sum(minute.items for minute in minutes if start <= minute.start < end) / (60 * RATE_MINUTES)


def arrived_chart(day: Day, now: dt.datetime, zone: dt.tzinfo) -> Chart:
    """Items in each quarter hour, what was refused apart."""
    taken = [Point(_local(one, zone), "Taken", one.items - one.rejected) for one in day.quarters]
    refused = [Point(_local(one, zone), "Refused", one.rejected) for one in day.quarters if one.rejected]
    return time_series(
        "arrived",
        "Items each quarter hour",
        Unit.ITEMS,
        taken + refused,
        interval="quarter_hour",
        buckets=[start.astimezone(zone) for start in day.starts],
        incomplete_from=now.astimezone(zone),
    )


def lag_chart(day: Day, now: dt.datetime, zone: dt.tzinfo) -> Chart:
    """How long the slowest 5 % of batches took to be counted; a gap where none was counted."""
    points = [
        Point(_local(one, zone), "", int(one.lag_seconds * SECOND))
        for one in day.quarters
        if one.lag_seconds is not None
    ]
    return time_series(
        "lag",
        "Counted within, 95 % of batches",
        Unit.NANOSECONDS,
        points,
        interval="quarter_hour",
        buckets=[start.astimezone(zone) for start in day.starts],
        incomplete_from=now.astimezone(zone),
    )


def _local(quarter: Quarter, zone: dt.tzinfo) -> dt.datetime:
    return quarter.start.astimezone(zone)
