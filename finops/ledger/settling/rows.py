"""Rows as settling reads them, and the observations they make. Times are unix microseconds."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from finops.ledger.inheritance import NOTHING, Dims
from finops.ledger.ownership import Observation
from finops.ledger.ownership.family import model_family


class StoredSpan(NamedTuple):
    """One stored version of a span."""

    trace_id: bytes
    span_id: int
    parent_span_id: int | None
    fingerprint: int
    origin_id: int
    start: int
    duration_ns: int
    status: int
    role: int
    name: str
    dims: str | None  # JSON

    @property
    def end_ns(self) -> int:
        """Unix nanoseconds."""
        return self.start * 1000 + self.duration_ns


class StoredCharge(NamedTuple):
    """What ownership and attribution need of a charge."""

    trace_id: bytes
    span_id: int
    fingerprint: int
    line: int
    origin_id: int
    start: int
    duration_ns: int
    role: int
    layer: int
    is_error: bool
    input_tokens: int | None
    cache_read_tokens: int | None
    output_tokens: int | None
    reasoning_tokens: int | None
    response_key: int | None
    response_id: str | None
    flags: str | None  # comma-separated
    operation: str
    provider: str | None
    request_model: str | None
    response_model: str | None
    region: str | None
    settled: bool


class StoredOrigin(NamedTuple):
    """Resource and scope."""

    layer: int
    scope: str
    dialect: str
    dims: Dims


class TraceBounds(NamedTuple):
    """What the summary of a trace remembers of its stored spans."""

    start: int
    end: int


@lru_cache(maxsize=50_000)
def parse_dims(text: str | None) -> Dims:
    """Dimensions stored as JSON; the same text gives the same mapping."""
    found: Mapping[str, Any] = json.loads(text) if text else NOTHING
    return {name: value for name, value in found.items() if value and isinstance(value, str)}


def origin(layer: int, scope: str, dialect: str, service: str | None, dims: str) -> StoredOrigin:
    """An origin whose service is one of its dimensions."""
    stated = parse_dims(dims)
    return StoredOrigin(layer, scope, dialect, {"service": service, **stated} if service else stated)


def observation(charge: StoredCharge, found: StoredOrigin) -> Observation:
    """A charge as ownership sees it."""
    flags = charge.flags or ""
    return Observation(
        charge.trace_id,
        charge.span_id,
        charge.fingerprint,
        found.scope,
        charge.role,
        charge.layer,
        charge.is_error,
        "not_billable" not in flags,
        "cumulative" in flags,
        charge.input_tokens,
        charge.output_tokens,
        (charge.cache_read_tokens is not None) + (charge.reasoning_tokens is not None),
        charge.response_id,
        model_family(charge.response_model or charge.request_model),
        charge.start,
        charge.start + charge.duration_ns // 1000,
    )
