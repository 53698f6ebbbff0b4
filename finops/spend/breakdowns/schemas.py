"""What the API says about journeys, models and customers. Money is text, because JSON numbers lose digits."""

import datetime as dt
from typing import Any

from ninja import Schema

from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.quantiles import Latency, Quantile
from finops.spend.breakdowns.types import Breakdown, Question, Row
from finops.spend.schemas import SumsOut, decimal_text, sums_out


class DaysOut(Schema):
    """Days from `start` up to, not including, `end`."""

    start: dt.date
    end: dt.date


class QuantileOut(Schema):
    """A percentile in nanoseconds and what it lies between; without `high` the sample is too small to say."""

    value: int
    low: int
    high: int | None


class LatencyOut(Schema):
    """Percentiles: exact (`all`), certain within bounds (`histogram`), or with 95 % confidence (`sample`)."""

    of: str
    size: int
    basis: str
    p50_ns: QuantileOut
    p95_ns: QuantileOut
    p99_ns: QuantileOut


class BreakdownRowOut(SumsOut, extra="allow"):
    """One journey, model or customer by name, null: unattributed; its sums, runs and latency."""

    previous_cost: str | None
    runs: int | None
    cost_per_run: str | None
    latency: LatencyOut | None
    first_token: LatencyOut | None


class BreakdownOut(Schema):
    """All of them, the dearest first."""

    start: dt.date
    end: dt.date
    previous: DaysOut
    time_zone: str
    currency: str
    rows: list[BreakdownRowOut]
    truncated: bool
    totals: SumsOut


def breakdown_out(asked: Question, found: Breakdown, *, time_zone: str, currency: str) -> dict[str, Any]:
    """A breakdown as the API tells it."""
    return {
        **asked.days._asdict(),
        "previous": asked.before._asdict(),
        "time_zone": time_zone,
        "currency": currency,
        "rows": [_row(asked.kind, row) for row in found.rows],
        "truncated": found.cut,
        "totals": sums_out(found.totals),
    }


def _row(kind: Kind, row: Row) -> dict[str, Any]:
    return {
        kind.dimension: row.value,
        **sums_out(row.measures),
        "previous_cost": decimal_text(row.before),
        "runs": row.runs,
        "cost_per_run": decimal_text(row.run_cost),
        "latency": row.latency and _latency(kind, row.latency),
        "first_token": row.first_token and _latency(kind, row.first_token),
    }


def _latency(kind: Kind, took: Latency) -> dict[str, Any]:
    percentiles: dict[str, Quantile] = {"p50_ns": took.median, "p95_ns": took.p95, "p99_ns": took.p99}
    return {
        "of": kind.latency_of,
        "size": took.size,
        "basis": str(took.basis),
        **{name: quantile._asdict() for name, quantile in percentiles.items()},
    }
