"""Log events that stand for one call to a model become spans, so that they are priced and owned as spans are.

A coding agent logs every request with its tokens; the conventions log a copy of each inference span.
Ownership decides which of log and span counts. All other records are stored as they are.
"""

from xxhash import xxh3_64_intdigest

from finops.telemetry.types import SpanStatus
from ingest.decode import DecodedSpan, SpanDetail, signed
from ingest.decode_log import DecodedLog
from ingest.normalise import EVENTS
from ingest.normalise.core.numbers import nanoseconds
from ingest.records import OtlpLog, OtlpSpan
from ingest.sessions import trace_of_session

INTERNAL = 1  # OTLP SpanKind
MILLISECOND_NS = 10**6
DURATION = "duration_ms"
FLAG = "from_log"
GEMINI_CLI = "gemini-cli"
DETAILS = "gen_ai.client.inference.operation.details"


def trace_of(log: OtlpLog) -> bytes | None:
    """The trace that a record belongs to: the one it states, else that of its session."""
    return log.trace_id or trace_of_session(log.origin, log.dims)


def stands_for_a_call(log: OtlpLog) -> bool:
    """Whether a record is the report of one call."""
    if log.event_name == DETAILS:  # Gemini CLI leaves thoughts out of it, and has an event of its own
        return not log.origin.scope_name.startswith(GEMINI_CLI)
    return log.event_name in EVENTS


def as_span(decoded: DecodedLog) -> DecodedSpan:
    """The call as a span: below the span it was logged in, and over when it was logged."""
    log, detail = decoded
    duration = nanoseconds(log.attributes.get(DURATION), MILLISECOND_NS) or 0
    # Its own id: the span in whose context it was logged may arrive as well.
    own_id = signed(xxh3_64_intdigest(log.fingerprint.to_bytes(8, "big", signed=True)))
    span = OtlpSpan(
        trace_of(log) or own_id.to_bytes(8, "big", signed=True) * 2,
        own_id or 1,
        log.span_id,
        log.fingerprint,
        log.time_ns - duration,
        log.time_ns,
        log.event_name,
        INTERNAL,
        SpanStatus.ERROR if log.attributes.get("error.type") else SpanStatus.UNSET,
        "",
        log.attributes,
        (),
        (),
        log.dropped_attributes,
        log.dims,
        log.origin,
    )
    flags = (*detail.flags, FLAG)
    return DecodedSpan(span, SpanDetail(detail.attributes, None, None, detail.content, flags))
