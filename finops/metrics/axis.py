"""The buckets of time of a chart of metrics. Pure."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.core.periods import Days, day_start

QUARTER, HOUR = dt.timedelta(minutes=15), dt.timedelta(hours=1)
EPOCH, IN_A_DAY = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), 96
QUARTERLY, HOURLY = 1, 8  # days up to which a bucket is a quarter of an hour, an hour


class Axis(NamedTuple):
    """Rising edges in UTC; a bucket lies between two of them."""

    interval: str
    edges: Sequence[dt.datetime]

    @property
    def width(self) -> dt.timedelta:
        """Of the first bucket."""
        return self.edges[1] - self.edges[0]

    def seconds(self, bucket: int) -> float:
        """How long a bucket is; the first is number 1."""
        return (self.edges[bucket] - self.edges[bucket - 1]).total_seconds()

    def since(self, moment: dt.datetime) -> "Axis":
        """Only the buckets that begin at this moment or later; one where there is none."""
        left = [edge for edge in self.edges if edge >= moment]
        return self._replace(edges=left if len(left) > 1 else self.edges[-2:])


def axis_of(days: Days | None, zone: ZoneInfo, now: dt.datetime) -> Axis:
    """The buckets of these days in the organisation's zone, begun by now; None: the last 24 hours."""
    if days is None:
        return _last_day(now)
    count = (days.end - days.start).days
    if count > HOURLY:
        starts = [day_start(days.start + dt.timedelta(days=number), zone) for number in range(count + 1)]
        return Axis("day", _begun(starts, now))
    start, end = day_start(days.start, zone), day_start(days.end, zone)
    width = QUARTER if count <= QUARTERLY else HOUR
    edges = [start + width * number for number in range(int((end - start) / width) + 1)]
    return Axis("quarter_hour" if width == QUARTER else "hour", _begun(edges, now))


def _last_day(now: dt.datetime) -> Axis:
    """Quarters of an hour; the last is the one that `now` lies in."""
    end = now - (now - EPOCH) % QUARTER + QUARTER
    return Axis("quarter_hour", [end - QUARTER * number for number in range(IN_A_DAY, -1, -1)])


def _begun(edges: list[dt.datetime], now: dt.datetime) -> list[dt.datetime]:
    """Up to the end of the bucket that `now` lies in; at least one bucket."""
    return edges[:2] + [later for earlier, later in pairwise(edges[1:]) if earlier <= now]
