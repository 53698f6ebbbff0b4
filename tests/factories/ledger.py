"""Spans, charges and batches straight in the tables, as the receiver would have stored them.

A trace, span or response is named by a word; times are seconds after `START`.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import md5
from itertools import count
from typing import Any
from uuid import UUID

import psycopg

from finops.core.db.partitions import ensure_partitions
from finops.ledger.ownership import Node, Observation, resolve
from finops.ledger.ownership.family import model_family
from finops.ledger.ownership.forest import Tree, plant
from finops.ledger.settling.connection import settling_connection
from finops.prices.types import PriceStatus
from finops.telemetry.types import Layer, Role

START = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
PRICE = Decimal("0.000001234567890123456789")  # USD per token: to the last digit


def number(word: str) -> int:
    """The signed 64-bit number that stands for a word."""
    return int.from_bytes(md5(word.encode()).digest()[:8], "big", signed=True)


def trace_uuid(word: str) -> UUID:
    """The trace id that stands for a word."""
    return UUID(bytes=md5(b"trace" + word.encode()).digest())


@dataclass(frozen=True)
class FakeSpan:
    """One stored span and, when `role` says so, its charge."""

    span: str
    trace: str = "trace"
    parent: str | None = None
    role: Role = Role.OTHER
    layer: Layer = Layer.PROVIDER_SDK
    scope: str = "scope"
    service: str | None = "shop"
    resource: dict[str, str] = field(default_factory=dict)
    dims: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, object] = field(default_factory=dict)
    at: float = 0
    lasts: float = 1
    tokens: tuple[int | None, int | None] = (None, None)
    cached: int | None = None
    response: str | None = None
    model: str | None = "gpt-4o"
    error: bool = False
    flags: tuple[str, ...] = ()
    version: str = ""
    cost: Decimal | None = None
    name: str | None = None  # None: as `span`

    @property
    def number(self) -> int:
        """Its span id."""
        return number(self.span)

    @property
    def start(self) -> dt.datetime:
        """When it began."""
        return START + dt.timedelta(seconds=self.at)

    @property
    def fingerprint(self) -> int:
        """The hash of its content."""
        return number(repr(self))

    @property
    def origin(self) -> int:
        """The hash of its resource and scope."""
        return number(f"{self.service} {self.resource} {self.scope}")

    @property
    def has_charge(self) -> bool:
        """Whether it meters something."""
        return self.role in (Role.MODEL_CALL, Role.AGGREGATE, Role.ENGINE, Role.METER)


def call(span: str, *tokens: int | None, **fields: Any) -> FakeSpan:
    """A call to a model, with input and output tokens unless its usage is unknown."""
    return FakeSpan(span, role=Role.MODEL_CALL, tokens=tuple(tokens) or (None, None), **fields)  # type: ignore[arg-type]


def meter(span: str, *tokens: int | None, **fields: Any) -> FakeSpan:
    """What a counter grew by in an hour."""
    return replace(call(span, *tokens, **fields), role=Role.METER)


def aggregate(span: str, *tokens: int | None, **fields: Any) -> FakeSpan:
    """A span that carries the sum of the calls below it."""
    given = {"layer": Layer.FRAMEWORK, "scope": "agents", **fields}
    return FakeSpan(span, role=Role.AGGREGATE, tokens=tuple(tokens) or (None, None), **given)  # type: ignore[arg-type]


def plain(span: str, **fields: Any) -> FakeSpan:
    """A span that meters nothing."""
    return FakeSpan(span, **fields)


def at_version(one: FakeSpan, version: str, **fields: Any) -> FakeSpan:
    """Another version of a span."""
    return replace(one, version=version, **fields)


def store_batch(spans: Sequence[FakeSpan], project_id: int, connection: psycopg.Connection[Any]) -> int:
    """Store spans as one committed group, skipping what is stored already; gives the batch's id."""
    ensure_partitions(connection, {one.start.date() for one in spans})
    with connection.transaction():
        for one in spans:
            _store_origin(connection, project_id, one)
            _store_span(connection, project_id, one)
            if one.has_charge:
                _store_charge(connection, project_id, one)
        row = connection.execute(
            """INSERT INTO batch (project_id, signal, request_count, item_count, stored_count, rejected_count,
                                  charge_count, min_time, max_time, trace_ids)
               VALUES (%s, 1, 1, %s, %s, 0, %s, %s, %s, %s) RETURNING id""",
            [
                project_id,
                len(spans),
                len(spans),
                sum(one.has_charge for one in spans),
                min((one.start for one in spans), default=None),
                max((one.start for one in spans), default=None),
                sorted({trace_uuid(one.trace) for one in spans}),
            ],
        ).fetchone()
    assert row
    return int(row[0])


def store(spans: Iterable[FakeSpan], project_id: int = 1) -> int:
    """Store spans as one batch over a connection of its own."""
    with settling_connection() as connection:
        return store_batch(list(spans), project_id, connection)


def _store_origin(connection: psycopg.Connection[Any], project_id: int, one: FakeSpan) -> None:
    connection.execute(
        """INSERT INTO origin (project_id, origin_id, layer, service, scope_name, scope_version, schema_url,
                               dialect, attributes, dims)
           VALUES (%s, %s, %s, %s, %s, '', '', 'test', '{}', %s) ON CONFLICT DO NOTHING""",
        [project_id, one.origin, one.layer, one.service, one.scope, json.dumps(one.resource)],
    )


def _store_span(connection: psycopg.Connection[Any], project_id: int, one: FakeSpan) -> None:
    connection.execute(
        """INSERT INTO span (project_id, trace_id, span_id, parent_span_id, fingerprint, origin_id,
                             start_time, duration_ns, kind, status, role, name, dims, attributes)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 1, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
        [
            project_id,
            trace_uuid(one.trace),
            number(one.span),
            None if one.parent is None else number(one.parent),
            one.fingerprint,
            one.origin,
            one.start,
            round(one.lasts * 1_000_000_000),
            2 if one.error else 0,
            one.role,
            one.name or one.span,
            json.dumps(one.dims) if one.dims else None,
            json.dumps(one.attributes) if one.attributes else None,
        ],
    )


def _store_charge(connection: psycopg.Connection[Any], project_id: int, one: FakeSpan) -> None:
    status, cost = price(one)
    values = {
        "project_id": project_id,
        "trace_id": trace_uuid(one.trace),
        "span_id": number(one.span),
        "fingerprint": one.fingerprint,
        "response_key": number(one.response) if one.response else None,
        "response_id": one.response,
        "time": one.start,
        "duration_ns": round(one.lasts * 1_000_000_000),
        "input_tokens": one.tokens[0],
        "output_tokens": one.tokens[1],
        "cache_read_tokens": one.cached,
        "origin_id": one.origin,
        "line": 0,
        "source": 1,
        "role": one.role,
        "layer": one.layer,
        "price_status": status,
        "is_error": one.error,
        "cost": cost,
        "cost_other": cost,
        "cost_emitted": cost if status == PriceStatus.EMITTED else None,
        "operation": "chat",
        "provider": "openai",
        "request_model": one.model,
        "flags": list(one.flags) or None,
    }
    names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    connection.execute(
        f"INSERT INTO charge ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING", list(values.values())
    )


def price(one: FakeSpan) -> tuple[PriceStatus, Decimal | None]:
    """What the receiver would have made of it: there is no price list here, so costs are those emitted."""
    known = [tokens for tokens in one.tokens if tokens is not None]
    if "not_billable" in one.flags or (one.error and not known):
        return PriceStatus.FREE, Decimal(0)
    if not known:
        return PriceStatus.UNPRICED, None
    return PriceStatus.EMITTED, one.cost if one.cost is not None else PRICE * sum(known)


def observe(spans: Iterable[FakeSpan]) -> tuple[list[Observation], dict[bytes, Tree]]:
    """The same spans as ownership sees them, without a database."""
    spans = list(spans)
    nodes: dict[bytes, dict[int, int | None]] = {}
    for one in sorted(spans, key=lambda one: (one.parent is not None, one.version)):
        parent = None if one.parent is None else number(one.parent)
        nodes.setdefault(trace_uuid(one.trace).bytes, {})[number(one.span)] = parent
    trees = {
        trace_id: plant(Node(span_id, parent) for span_id, parent in of_trace.items())
        for trace_id, of_trace in nodes.items()
    }
    return [_observation(one) for one in spans if one.has_charge], trees


def _observation(one: FakeSpan) -> Observation:
    start = round(one.start.timestamp() * 1_000_000)
    return Observation(
        trace_id=trace_uuid(one.trace).bytes,
        span_id=number(one.span),
        fingerprint=one.fingerprint,
        scope=one.scope,
        role=one.role,
        layer=one.layer,
        is_error=one.error,
        billable="not_billable" not in one.flags,
        cumulative="cumulative" in one.flags,
        input_tokens=one.tokens[0],
        output_tokens=one.tokens[1],
        detail=int(one.cached is not None),
        response_id=one.response,
        model=model_family(one.model),
        start=start,
        end=start + round(one.lasts * 1_000_000),
    )


def decide(*spans: FakeSpan) -> dict[str, str]:
    """The reason for each span, by its name, followed by `@scope` or `#version` where names repeat."""
    observations, trees = observe(spans)
    verdicts = resolve(observations, trees)
    charged = [one for one in spans if one.has_charge]
    names = [one.span for one in charged]
    result = {}
    for one, verdict in zip(charged, verdicts, strict=True):
        repeated = names.count(one.span) > 1
        suffix = f"#{one.version}" if one.version else f"@{one.scope}" if repeated else ""
        result[one.span + suffix] = str(verdict.reason)
    return result


def winners(*spans: FakeSpan) -> dict[str, str | None]:
    """Which span counts in place of each, by name."""
    observations, trees = observe(spans)
    charged = [one for one in spans if one.has_charge]
    return {
        one.span: None if verdict.winner is None else charged[verdict.winner].span
        for one, verdict in zip(charged, resolve(observations, trees), strict=True)
    }


_projects = count(1_000_000)

SETTLED_CHARGES = """
SELECT c.trace_id, c.span_id, c.fingerprint, c.counted, c.uncounted_reason, c.winner_trace_id,
       c.winner_span_id, c.customer, c.end_user, c.session, to_jsonb(d) - 'id' - 'digest' - 'project_id'
FROM charge c LEFT JOIN dimension_set d ON d.id = c.dimension_set_id
WHERE c.project_id = %s ORDER BY 1, 2, 3"""
TRACES = """SELECT to_jsonb(t) - 'project_id' FROM trace t WHERE project_id = %s ORDER BY trace_id"""
ROLLUP = """
SELECT to_jsonb(r) - 'dimension_set_id', to_jsonb(d) - 'id' - 'digest' - 'project_id' FROM {} r
JOIN dimension_set d ON d.id = r.dimension_set_id
WHERE d.project_id = %s AND (r.calls, r.errors, r.cost) <> (0, 0, 0)
ORDER BY r.*::text, d.*::text"""
ROLLUPS = ("spend_quarter_hour", "spend_daily", "customer_daily", "user_daily")


def new_project() -> int:
    """The id of a project that nobody else uses; only its id is needed to store and settle."""
    return next(_projects)


def ledger_of(project_id: int, connection: psycopg.Connection[Any]) -> dict[str, list[Any]]:
    """Everything settling has written for a project, in a form that can be compared between projects."""

    def read(statement: str) -> list[Any]:
        return sorted(connection.execute(statement, [project_id]).fetchall(), key=repr)

    return {
        "charges": read(SETTLED_CHARGES),
        "traces": read(TRACES),
        **{table: read(ROLLUP.format(table)) for table in ROLLUPS},
    }


def charge_reasons(project_id: int, connection: psycopg.Connection[Any]) -> dict[str, str]:
    """The stored reason of every charge, by the name of its span."""
    rows = connection.execute(
        """SELECT s.name, c.uncounted_reason FROM charge c
           JOIN span s USING (project_id, trace_id, span_id, fingerprint) WHERE project_id = %s""",
        [project_id],
    ).fetchall()
    return dict(rows)
