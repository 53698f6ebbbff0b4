"""A metric over time. Pure."""

import datetime as dt
from collections.abc import Callable

from finops.core.charts import Chart, Point, time_series
from finops.core.charts.buckets import Bucket
from finops.metrics import measures
from finops.metrics.explored import Explored

CHART_ID = "metric-chart"


def metric_chart(
    explored: Explored, by: str, now: dt.datetime, zone: dt.tzinfo, href: Callable[[str], str]
) -> Chart:
    """The measure of each group; `by` says what tells the groups apart, empty where they are one."""
    axis, measure = explored.axis, explored.measure
    shown = [_local(edge, axis.interval, zone) for edge in axis.edges[:-1]]
    points = [
        Point(shown[bucket - 1], group.name, explored.value(measure, measured, bucket))
        for group in explored.groups
        for bucket, measured in group.by_bucket.items()
    ]
    each = axis.interval.replace("_", " ")
    return time_series(
        CHART_ID,
        f"{measure.title}{f' by {by}' if by else ''}, each {each}",
        measures.unit_of(measure, explored.unit),
        points,
        interval=axis.interval,
        buckets=shown,
        kind=measure.drawn,
        incomplete_from=_local(now, axis.interval, zone),
        href=href if by else None,
        adds_up=measure.drawn == "bar",
    )


def _local(edge: dt.datetime, interval: str, zone: dt.tzinfo) -> Bucket:
    local = edge.astimezone(zone)
    return local.date() if interval == "day" else local
