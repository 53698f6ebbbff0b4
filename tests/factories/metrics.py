"""Series and points of metrics, written straight into the tables."""

import datetime as dt
import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from finops.core.db.partitions import ensure_partitions
from finops.metrics.types import STORED, Kind
from finops.telemetry.types import Temporality
from tests.factories.rollups import project

FIRST_SEEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def series(
    name: str = "vllm:num_requests_waiting",
    kind: Kind = Kind.GAUGE,
    *,
    unit: str = "",
    service: str | None = "vllm",
    temporality: Temporality = Temporality.CUMULATIVE,
    attributes: Mapping[str, Any] | None = None,
    in_project: str = "shop",
) -> tuple[int, int]:
    """A series of a service; gives its key."""
    project_id, number = project(in_project).pk, next(_numbers)
    _insert(
        "origin",
        project_id=project_id, origin_id=number, layer=0, service=service, scope_name="", scope_version="",
        schema_url="", dialect="", attributes="{}", dims="{}",
    )  # fmt: skip
    _insert(
        "metric_series",
        project_id=project_id, series_id=number, origin_id=number, kind=int(STORED[kind]), name=name,
        unit=unit, temporality=int(temporality), is_monotonic=kind not in (Kind.GAUGE, Kind.SUM),
        description="", dims="{}", attributes=json.dumps(attributes or {}), first_seen=FIRST_SEEN,
    )  # fmt: skip
    return project_id, number


def point(
    key: tuple[int, int],
    at: dt.datetime,
    value: float | None,
    *,
    start: dt.datetime | None = None,
    count: int | None = None,
    buckets: Mapping[str, Any] | None = None,
    exemplars: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    """One point of a series; without a start it states none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        ensure_partitions(connection.connection, {at.astimezone(dt.UTC).date()}, ("metric_point",))
    _insert(
        "metric_point",
        project_id=key[0], series_id=key[1], time=at, start_time=start or at, value=value, count=count,
        buckets=_json(buckets), exemplars=_json(exemplars),
    )  # fmt: skip


def _json(value: Any) -> str | None:
    return json.dumps(value) if value else None


def _insert(table: str, **columns: Any) -> None:
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", list(columns.values())
        )
