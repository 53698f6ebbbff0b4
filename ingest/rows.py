"""From records to rows of `span` and `charge` in binary COPY format. Column order is defined here."""

from struct import Struct
from typing import NamedTuple

import orjson
from xxhash import xxh3_64_intdigest

from finops.core.db.binary_copy import (
    NULL,
    boolean,
    cached_text,
    int8,
    jsonb,
    numeric,
    postgres_us,
    text,
    text_array,
)
from finops.ledger.types import ChargeSource
from finops.telemetry.types import Role
from ingest.decode import DecodedSpan, signed
from ingest.records import LlmUsage, OtlpSpan, PricedUsage

SPAN_COLUMNS = (
    "start_time", "trace_id", "span_id", "fingerprint", "origin_id", "duration_ns", "project_id",
    "kind", "status", "role", "parent_span_id", "name", "dims", "attributes", "events", "links",
    "flags", "content",
)  # fmt: skip
CHARGE_COLUMNS = (
    "time", "trace_id", "span_id", "fingerprint", "origin_id", "duration_ns", "project_id",
    "line", "source", "role", "layer", "price_status", "response_key", "ttft_ns",
    "input_tokens", "cache_read_tokens", "cache_write_tokens", "cache_write_1h_tokens",
    "output_tokens", "reasoning_tokens", "input_audio_tokens", "output_audio_tokens", "price_id",
    "is_error", "cost", "cost_input", "cost_cache_read", "cost_cache_write", "cost_output", "cost_other",
    "cost_emitted", "operation", "provider", "request_model", "response_model", "response_id",
    "service_tier", "region", "price_reason", "flags",
)  # fmt: skip

# Field count, then length-prefixed: timestamptz, uuid, 4 bigints, integer, then smallints.
_span_head = Struct("!h iq i16s iq iq iq iq ii ih ih ih").pack
_charge_head = Struct("!h iq i16s iq iq iq iq ii ih ih ih ih ih").pack


class Row(NamedTuple):
    """What one item becomes, ready for COPY: a span and its charge, a log record, or a point."""

    span: bytes | None = None
    charge: bytes | None = None
    log: bytes | None = None
    point: bytes | None = None


def row(
    decoded: DecodedSpan,
    role: Role,
    priced: PricedUsage | None,
    project_id: int,
    source: ChargeSource = ChargeSource.SPAN,
) -> Row:
    """The rows of one span."""
    span, detail = decoded
    start, duration = postgres_us(span.start_ns), span.end_ns - span.start_ns
    dims = span.dims
    span_row = b"".join(
        (
            _span_head(
                len(SPAN_COLUMNS),
                8, start, 16, span.trace_id, 8, span.span_id, 8, span.fingerprint,
                8, span.origin.origin_id, 8, duration, 4, project_id,
                2, span.kind, 2, span.status, 2, role,
            ),
            int8(span.parent_span_id),
            cached_text(span.name),
            jsonb(orjson.dumps(dims)) if dims else NULL,
            jsonb(detail.attributes),
            jsonb(detail.events),
            jsonb(detail.links),
            text_array(detail.flags),
            jsonb(detail.content),
        )
    )  # fmt: skip
    return Row(span_row, _charge(span, priced, start, duration, project_id, source) if priced else None)


def _charge(
    span: OtlpSpan, priced: PricedUsage, start: int, duration: int, project_id: int, source: ChargeSource
) -> bytes:
    usage = priced.usage
    tokens = usage.usage
    return b"".join(
        (
            _charge_head(
                len(CHARGE_COLUMNS),
                8, start, 16, span.trace_id, 8, span.span_id, 8, span.fingerprint,
                8, span.origin.origin_id, 8, duration, 4, project_id,
                2, 0, 2, source, 2, usage.role, 2, usage.layer, 2, priced.price_status,
            ),
            int8(response_key(usage.response_id)),
            int8(usage.ttft_ns),
            b"".join(map(int8, tokens)),
            int8(priced.price_id),
            boolean(usage.is_error),
            b"".join(map(numeric, priced[4:10])),
            numeric(usage.cost_emitted),
            cached_text(usage.operation),
            cached_text(usage.provider),
            cached_text(usage.request_model),
            cached_text(usage.response_model),
            text(usage.response_id),
            cached_text(usage.service_tier),
            cached_text(usage.region),
            cached_text(priced.price_reason),
            text_array(_flags(usage)),
        )
    )  # fmt: skip


def _flags(usage: LlmUsage) -> tuple[str, ...]:
    """Quality flags, and what ownership must know of the emitter."""
    flags = usage.flags
    if usage.cumulative:
        flags += ("cumulative",)
    if not usage.billable:
        flags += ("not_billable",)
    if usage.cache_hit:
        flags += ("cache_hit",)
    return flags


def response_key(response_id: str | None) -> int | None:
    """The hash by which charges of one response find each other."""
    return signed(xxh3_64_intdigest(response_id.encode())) if response_id else None
