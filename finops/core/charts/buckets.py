"""The periods along the axis of time: their names, their marks, their width."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from finops.core.formatting import day
from finops.core.periods import period_end

Bucket = dt.date | dt.datetime
WIDTHS = {
    "minute": dt.timedelta(minutes=1),
    "quarter_hour": dt.timedelta(minutes=15),
    "hour": dt.timedelta(hours=1),
    "day": dt.timedelta(days=1),
    "week": dt.timedelta(days=7),
    "month": dt.timedelta(days=30),
}
FILLED = 0.82  # of the room of a bar
MARKS, FEWEST = 6, 5  # marks under the axis; room for as many bars, so that one is not a wall


def iso(bucket: Bucket) -> str:
    """A moment of the axis, in the zone the bucket carries: Plotly knows none."""
    return bucket.replace(tzinfo=None).isoformat() if isinstance(bucket, dt.datetime) else bucket.isoformat()


def label(bucket: Bucket, interval: str) -> str:
    """A bucket in words."""
    if isinstance(bucket, dt.datetime):
        return f"{day(bucket)} {bucket:%H:%M}"
    if interval == "month":
        return f"{bucket:%b %Y}"
    return f"Week of {day(bucket)}" if interval == "week" else day(bucket)


def ends(bucket: Bucket, interval: str) -> list[str]:
    """First and last day of a bucket, as pages spell a range."""
    first = bucket.date() if isinstance(bucket, dt.datetime) else bucket
    days = interval if interval in ("week", "month") else "day"
    return [first.isoformat(), (period_end(first, days) - dt.timedelta(days=1)).isoformat()]


def end(bucket: Bucket, interval: str) -> Bucket:
    """Where the next bucket begins."""
    if isinstance(bucket, dt.datetime):
        return bucket + WIDTHS[interval]
    return period_end(bucket, interval)


def bar_width(interval: str) -> float:
    """The width of a bar in milliseconds, as Plotly counts time."""
    return WIDTHS[interval].total_seconds() * 1000 * FILLED


def axis(buckets: Sequence[Bucket], interval: str) -> dict[str, Any]:
    """The marks and the reach of the axis of time."""
    if not buckets:
        return {"type": "date"}
    missing = max(FEWEST - len(buckets), 0)
    around = WIDTHS[interval] * (1 + missing) / 2
    apart = -(-len(buckets) // MARKS)
    marked = buckets[::apart]
    return {
        "type": "date",
        "tickvals": [iso(bucket) for bucket in marked],
        "ticktext": [_mark(bucket, interval) for bucket in marked],
        "range": [_moved(buckets[0], -around), _moved(buckets[-1], around)],
    }


def _mark(bucket: Bucket, interval: str) -> str:
    if isinstance(bucket, dt.datetime):
        return (
            f"{bucket:%H:%M}"
            if interval in ("minute", "quarter_hour")
            else f"{bucket:%b} {bucket.day} {bucket:%H:%M}"
        )
    return f"{bucket:%b %Y}" if interval == "month" else f"{bucket:%b} {bucket.day}"


def _moved(bucket: Bucket, by: dt.timedelta) -> str:
    start = bucket if isinstance(bucket, dt.datetime) else dt.datetime.combine(bucket, dt.time())
    return (start.replace(tzinfo=None) + by).isoformat()
