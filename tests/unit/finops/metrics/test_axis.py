"""The buckets of time of a chart."""

import datetime as dt
from zoneinfo import ZoneInfo

from finops.metrics.axis import axis_of

NOON = dt.datetime(2026, 11, 14, 12, 7, 30, tzinfo=dt.UTC)
KOLKATA = ZoneInfo("Asia/Kolkata")


def test_the_last_24_hours_end_with_the_quarter_of_now() -> None:
    axis = axis_of(None, KOLKATA, NOON)
    assert len(axis.edges) == 97
    assert axis.edges[-1] == dt.datetime(2026, 11, 14, 12, 15, tzinfo=dt.UTC)
    assert axis.edges[0] == dt.datetime(2026, 11, 13, 12, 15, tzinfo=dt.UTC)
    assert axis.width == dt.timedelta(minutes=15)
