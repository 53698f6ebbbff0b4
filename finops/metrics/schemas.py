"""What the API says about metrics."""

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from ninja import Schema

from finops.metrics.explored import Explored, Group
from finops.metrics.group_rows import columns
from finops.metrics.types import Metric, MetricRow, Series
from finops.telemetry.types import Temporality


class MetricOut(Schema):
    """One metric. `series` counts at most 500; `last_at` is null where nothing came in the last 30 days."""

    name: str
    kind: str
    unit: str
    description: str
    services: list[str]
    series: int
    last_at: dt.datetime | None


class MetricsOut(Schema):
    """A page of metrics by name; `next` is the cursor of the following page, null at the end."""

    items: list[MetricOut]
    next: str | None


class SeriesOut(Schema):
    """One series of a metric."""

    project: str
    service: str | None
    temporality: str
    attributes: dict[str, Any]


class SeriesListOut(Schema):
    """The newest series of one metric; `has_more` says that older ones were left out."""

    name: str
    kind: str
    unit: str
    items: list[SeriesOut]
    has_more: bool


class MeasuredOut(Schema):
    """What one group measured in the interval from `start` on, in the metric's own unit; null is unknown."""

    start: dt.datetime
    group: str
    series: int
    measures: dict[str, float | None]


class PointsOut(Schema):
    """One metric over time. `is_cut` says that it begins later than asked, as there were too many points."""

    name: str
    kind: str
    unit: str
    interval: str
    start: dt.datetime
    end: dt.datetime
    is_cut: bool
    has_more: bool
    items: list[MeasuredOut]


def metric_out(row: MetricRow) -> dict[str, Any]:
    """A metric as the API tells it."""
    stated = {"description": row.description, "services": row.services, "series": row.series}
    return {**named(row.metric), **stated, "last_at": row.last_at}


def named(metric: Metric) -> dict[str, Any]:
    """What tells one metric from another."""
    return {"name": metric.name, "kind": str(metric.kind), "unit": metric.unit}


def series_out(series: Series) -> dict[str, Any]:
    """A series as the API tells it."""
    return {
        "project": series.project,
        "service": series.service,
        "temporality": Temporality(series.temporality).name.lower(),
        "attributes": series.attributes,
    }


def points_out(explored: Explored) -> dict[str, Any]:
    """A metric over time as the API tells it."""
    edges = explored.axis.edges
    return {
        **named(explored.metric),
        "interval": explored.axis.interval,
        "start": edges[0],
        "end": edges[-1],
        "is_cut": explored.is_cut,
        "has_more": explored.has_more,
        "items": list(_measured(explored)),
    }


def _measured(explored: Explored) -> Iterator[dict[str, Any]]:
    for number, start in enumerate(explored.axis.edges[:-1], start=1):
        for group in explored.groups:
            if number in group.by_bucket:
                measures = _measures(explored, group, number)
                yield {"start": start, "group": group.name, "series": group.series, "measures": measures}


def _measures(explored: Explored, group: Group, number: int) -> dict[str, float | None]:
    seconds = explored.axis.seconds(number)
    found = {one.name: one.of(group.by_bucket[number], seconds) for one in columns(explored)}
    return {
        name: value if value is not None and math.isfinite(value) else None for name, value in found.items()
    }
