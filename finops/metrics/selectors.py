"""Reading metrics. Every statement is bounded by names, series or points."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import orjson

from finops.core.db.files import read_sql
from finops.core.db.rows import fetch, fetch_one
from finops.core.periods import Days
from finops.metrics.types import (
    STORED,
    Kind,
    Metric,
    MetricPage,
    MetricRow,
    NameKey,
    NamesQuery,
    Series,
    kind_of,
)
from finops.spend.selectors import spend_rows
from finops.spend.types import Filter, SpendQuery

NAMES, METRICS, SERIES, VARIANTS = (
    read_sql(__file__, name) for name in ("names.sql", "metrics.sql", "series.sql", "variants.sql")
)
LOOKED_NAMES = 5_000  # that a search goes through
LOOKED_SERIES = 500  # of each name in the list
NEWEST, SERVICES = 10, 20  # series that are asked for their last point, services that are named
RECENT = dt.timedelta(days=30)
MOST_SERIES = 1_000  # of one metric


def metric_page(query: NamesQuery, *, now: dt.datetime) -> MetricPage:
    """Metrics in the order of their names; last points are looked for in the last 30 days."""
    wanted = {
        "after": query.after.name if query.after else "",
        "projects": _projects(query.project_ids),
        "text": query.text,
        "looked": LOOKED_NAMES,
        "most": query.limit + 1,
    }
    names = fetch(str, NAMES, wanted)
    shown = names[: query.limit]
    asked = {
        "names": shown,
        "projects": _projects(query.project_ids),
        "service": query.service,
        "looked": LOOKED_SERIES,
        "services": SERVICES,
        "newest": NEWEST,
        "since": now - RECENT,
    }
    rows = fetch(_row, METRICS, asked) if shown else []
    return MetricPage(rows, NameKey(shown[-1]) if len(names) > query.limit else None)


def variants(name: str, *, project_ids: tuple[int, ...] | None = None) -> list[Metric]:
    """The metrics under a name, that of most series first."""
    wanted = {"name": name, "projects": _projects(project_ids), "looked": MOST_SERIES}
    return fetch(
        lambda stored, is_monotonic, unit: Metric(name, kind_of(stored, is_monotonic), unit), VARIANTS, wanted
    )


def series(metric: Metric, *, project_ids: tuple[int, ...] | None = None) -> list[Series]:
    """The newest series of a metric, one more than are shown."""
    wanted = {
        "name": metric.name,
        "kind": int(STORED[metric.kind]),
        "unit": metric.unit,
        "is_monotonic": metric.kind not in (Kind.GAUGE, Kind.SUM),
        "projects": _projects(project_ids),
        "most": MOST_SERIES + 1,
    }
    return fetch(_series, SERIES, wanted)


def services_without_calls(services: Sequence[str], days: Days) -> list[str]:
    """Those of the services that have no call in the ledger in these days."""
    if not services:
        return []
    wanted = tuple(sorted(services))
    query = SpendQuery(days, ("service",), filters=(Filter("service", wanted),))
    known = {row.values[0] for row in spend_rows(query) if row.measures.calls}
    return [service for service in wanted if service not in known]


def point_rows(sql: str, wanted: Any) -> list[tuple[Any, ...]]:
    """The rows of one of the statements over points."""
    return fetch(lambda *columns: columns, sql, wanted)


def reach(sql: str, wanted: Any) -> dt.datetime | None:
    """Where reading has to begin so that no series has more points than its part; None: it may read all."""
    found: tuple[dt.datetime | None] | None = fetch_one(lambda *columns: columns, sql, wanted)
    return found[0] if found else None


def _projects(ids: tuple[int, ...] | None) -> list[int] | None:
    return None if ids is None else list(ids)


def _series(
    project_id: int,
    series_id: int,
    service: str | None,
    temporality: int,
    attributes: str,
    description: str,
    project: str,
) -> Series:
    stated = orjson.loads(attributes)
    return Series(project_id, series_id, service, temporality, stated, description, project)


def _row(
    name: str,
    stored: int,
    is_monotonic: bool,
    unit: str,
    description: str,
    services: list[str],
    number: int,
    last_at: dt.datetime | None,
) -> MetricRow:
    metric = Metric(name, kind_of(stored, is_monotonic), unit)
    return MetricRow(metric, description, services, number, number >= LOOKED_SERIES, last_at)
