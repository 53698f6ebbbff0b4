"""The chart of an anomaly: what was spent, inside or outside what its season lets expect. Pure."""

import datetime as dt
from decimal import Decimal

from finops.anomalies.documents import course_from
from finops.anomalies.models import Anomaly
from finops.anomalies.types import Granularity, Kind
from finops.core.charts import Chart, Note, Point, Unit, time_series
from finops.core.charts.buckets import Bucket

SPENT, HIGH, LOW = "Spent", "Usual at most", "Usual at least"


def course_chart(one: Anomaly, zone: dt.tzinfo, days_in: dt.tzinfo, now: dt.datetime) -> Chart:
    """The hours or days around it; those that still grow are hatched. USD."""
    granularity = Granularity(one.granularity)
    shown = [
        (_bucket(start, granularity, zone, days_in), values) for start, values in course_from(one.course)
    ]
    return time_series(
        "anomaly",
        f"Spend each {granularity} and what is usual",
        Unit.USD,
        [Point(bucket, SPENT, _decimal(values[0])) for bucket, values in shown],
        interval=str(granularity),
        buckets=[bucket for bucket, _ in shown],
        comparison=[
            Point(bucket, name, _decimal(values[place]))
            for name, place in ((HIGH, 3), (LOW, 2))
            for bucket, values in shown
            if one.kind != Kind.NEW and values[place] is not None
        ],
        notes=[Note(_bucket(one.starts_at, granularity, zone, days_in), "It began")],
        incomplete_from=_bucket(now, granularity, zone, days_in, exact=True),
    )


def _bucket(
    start: dt.datetime, granularity: Granularity, zone: dt.tzinfo, days_in: dt.tzinfo, *, exact: bool = False
) -> Bucket:
    if granularity is Granularity.DAY:
        return start.astimezone(days_in).date()
    return start.astimezone(zone)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
