"""The typed, immutable records of the data path (ARCHITECTURE.md, "The data path of one call").

Named tuples, because one is made per span and per call: they are twice as quick to make as frozen
dataclasses.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from finops.prices.types import Usage
from finops.telemetry.types import Layer, Role

# A decoded OTLP AnyValue. Byte values arrive as hex text.
Value = str | bool | int | float | Sequence["Value"] | Mapping[str, "Value"] | None


class Policy(StrEnum):
    """What happens to what people and models wrote, before anything is written (by project)."""

    DROP = "drop"
    REDACT = "redact"  # stored without what looks secret or personal
    KEEP = "keep"


class Origin(NamedTuple):
    """Resource and scope: what all spans of one SDK instance share."""

    origin_id: int  # signed 64-bit hash over resource, scope and schema URL
    service: str | None
    scope_name: str
    scope_version: str
    schema_url: str
    resource: Mapping[str, Value]
    scope_attributes: Mapping[str, Value]
    dims: Mapping[str, str]  # dimension -> value, as the resource states it


class SpanEvent(NamedTuple):
    """One event of a span."""

    name: str
    time_ns: int  # unix
    attributes: Mapping[str, Value]


class SpanLink(NamedTuple):
    """A link from a span to another one."""

    trace_id: bytes
    span_id: bytes
    attributes: Mapping[str, Value]


class OtlpSpan(NamedTuple):
    """One span as OTLP carries it, decoded and checked. Ids are signed 64-bit (bigint)."""

    trace_id: bytes  # 16 bytes
    span_id: int
    parent_span_id: int | None  # None: a root
    fingerprint: int  # signed 64-bit hash over origin and content
    start_ns: int  # unix
    end_ns: int  # unix, never before start
    name: str
    kind: int  # OTLP SpanKind 0-5
    status: int  # OTLP StatusCode 0-2
    status_message: str
    attributes: Mapping[str, Value]
    events: Sequence[SpanEvent]
    links: Sequence[SpanLink]
    dropped_attributes: int
    dims: Mapping[str, str]  # dimension -> value, as this span states it
    origin: Origin


class OtlpLog(NamedTuple):
    """One log record or event as OTLP carries it, decoded and checked."""

    time_ns: int  # unix; when it was observed, where the emitter does not say when it happened
    trace_id: bytes | None  # 16 bytes
    span_id: int | None
    fingerprint: int  # signed 64-bit hash over origin and content
    severity: int  # OTLP SeverityNumber 0-24
    event_name: str  # empty: a plain log line
    attributes: Mapping[str, Value]
    dropped_attributes: int
    dims: Mapping[str, str]  # dimension -> value, as this record states it
    origin: Origin


class LlmUsage(NamedTuple):
    """What one span says about one call to a model, after every dialect has become one language."""

    role: Role  # MODEL_CALL, AGGREGATE or ENGINE; other roles have no usage record
    layer: Layer
    dialect: str
    operation: str  # chat, completion, embeddings, rerank, image, speech, transcription, other
    provider: str | None  # canonical (prices/matching.py); None: unknown
    request_model: str | None
    response_model: str | None
    response_id: str | None
    service_tier: str | None
    region: str | None
    usage: Usage
    is_error: bool
    ttft_ns: int | None  # time to first token
    cost_emitted: Decimal | None  # USD, as the emitter or gateway states it
    cache_hit: bool  # answered from the gateway's cache: costs nothing
    cumulative: bool  # a running total over several runs: never counted
    billable: bool  # False: free by nature (counts tokens, fetches a stored response)
    flags: tuple[str, ...]  # quality flags, telemetry reference 5.14


class Normalised(NamedTuple):
    """What a dialect makes of a span."""

    role: Role
    usage: LlmUsage | None


class PricedUsage(NamedTuple):
    """A usage record with its price: what becomes a `charge` row."""

    usage: LlmUsage
    price_status: int  # prices.types.PriceStatus
    price_id: int | None
    price_reason: str | None  # why there is no price
    cost: Decimal | None  # USD; None: unpriced
    cost_input: Decimal | None
    cost_cache_read: Decimal | None
    cost_cache_write: Decimal | None
    cost_output: Decimal | None
    cost_other: Decimal | None
