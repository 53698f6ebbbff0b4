"""What the API says of anomalies."""

import datetime as dt
from decimal import Decimal
from typing import Any

from ninja import Schema

from finops.anomalies import words
from finops.anomalies.models import Anomaly
from finops.anomalies.news import severity_of


class SeriesOut(Schema):
    """A value of a dimension; null is what has none. Without a dimension: all spend."""

    dimension: str | None
    value: str | None


class ContributionOut(Schema):
    """What one value spent, usually spends, and its share of the difference. USD as text."""

    value: str | None
    cost: str
    usual: str
    share: str


class PartOut(Schema):
    """The values of a dimension that explain most, the largest share first."""

    dimension: str
    values: list[ContributionOut]


class FactorsOut(Schema):
    """How many times as many calls, tokens a call, and dollars a token; null where that cannot be said."""

    calls: str | None
    tokens_per_call: str | None
    cost_per_token: str | None


class AnomalyOut(Schema):
    """Spend that was not as usual for some hours or days. `end` is past its last one."""

    id: int
    kind: str
    granularity: str
    state: str
    severity: str
    series: SeriesOut
    path: list[SeriesOut]
    start: dt.datetime
    end: dt.datetime
    cost: str
    usual: str
    difference: str
    summary: str
    factors: FactorsOut
    explanation: list[PartOut]
    expected_reason: str | None
    found_at: dt.datetime


class AnomaliesOut(Schema):
    """A page of anomalies."""

    items: list[AnomalyOut]
    next: str | None


def anomaly_out(one: Anomaly, days_in: dt.tzinfo, now: dt.datetime) -> dict[str, Any]:
    """One anomaly; the summary tells hours in UTC."""
    found = words.explanation_of(one)
    factors = {
        name: None if value is None else str(value)
        for name, value in zip(FactorsOut.model_fields, found.factors, strict=True)
    }
    return {
        "id": one.pk,
        "kind": one.kind,
        "granularity": one.granularity,
        "state": words.state_of(one),
        "severity": str(severity_of(one)),
        "series": _series(one.dimension, one.value),
        "path": [_series(*each) for each in found.path],
        "start": one.starts_at,
        "end": one.ends_at,
        "cost": _money(one.actual),
        "usual": _money(one.expected),
        "difference": _money(one.actual - one.expected),
        "summary": words.sentence(one, dt.UTC, days_in, now),
        "factors": factors,
        "explanation": [_part(part) for part in found.parts],
        "expected_reason": one.reason or None,
        "found_at": one.found_at,
    }


def _money(value: Decimal) -> str:
    """To the last digit, without the zeros that the ledger keeps behind it."""
    return f"{value.normalize():f}"


def _series(dimension: str, value: str | None) -> dict[str, str | None]:
    return {"dimension": dimension or None, "value": value}


def _part(part: Any) -> dict[str, Any]:
    values = [
        {"value": one.value, "cost": _money(one.now), "usual": _money(one.usual), "share": f"{one.share:f}"}
        for one in part.values
    ]
    return {"dimension": part.dimension, "values": values}
