"""What the explorer of metrics is asked for, and what it reads."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from finops.core.paging import Cursor
from finops.telemetry.types import MetricKind


class Kind(StrEnum):
    """The types of metrics as people tell them apart; a counter is a sum that only grows."""

    GAUGE = "gauge"
    COUNTER = "counter"
    SUM = "sum"
    HISTOGRAM = "histogram"
    EXPONENTIAL = "exponential histogram"
    SUMMARY = "summary"


STORED = {
    Kind.GAUGE: MetricKind.GAUGE,
    Kind.COUNTER: MetricKind.SUM,
    Kind.SUM: MetricKind.SUM,
    Kind.HISTOGRAM: MetricKind.HISTOGRAM,
    Kind.EXPONENTIAL: MetricKind.EXPONENTIAL_HISTOGRAM,
    Kind.SUMMARY: MetricKind.SUMMARY,
}
SHOWN = {stored: kind for kind, stored in STORED.items() if kind != Kind.COUNTER}


def kind_of(stored: int, is_monotonic: bool) -> Kind:
    """The kind of what `metric_series` holds."""
    return Kind.COUNTER if stored == MetricKind.SUM and is_monotonic else SHOWN[MetricKind(stored)]


class Metric(NamedTuple):
    """What is counted as one metric: its name, its kind and its unit."""

    name: str
    kind: Kind
    unit: str


class NameKey(NamedTuple):
    """Where a page of names ended."""

    name: str


CURSOR = Cursor(NameKey)


class NamesQuery(NamedTuple):
    """Which metrics; `project_ids` are those the reader may see, None: all."""

    text: str = ""
    service: str = ""
    project_ids: tuple[int, ...] | None = None
    after: NameKey | None = None
    limit: int = 50


class MetricRow(NamedTuple):
    """One metric in the list."""

    metric: Metric
    description: str
    services: list[str]
    series: int
    is_sample: bool  # whether there are more series than were looked at
    last_at: dt.datetime | None  # the newest point of its newest series


class MetricPage(NamedTuple):
    """A page of metrics and where the next one begins."""

    rows: list[MetricRow]
    next: NameKey | None


class Series(NamedTuple):
    """One series of a metric."""

    project_id: int
    series_id: int
    service: str | None
    temporality: int
    attributes: Mapping[str, Any]
    description: str
    project: str
