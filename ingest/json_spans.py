"""Spans of OTLP/JSON as the official messages."""

from typing import cast

from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from ingest.errors import ItemRefused
from ingest.json_values import Json, attributes, enum, identifier, items, text, unsigned

KINDS = {f"SPAN_KIND_{name}": number for number, name in enumerate(
    ("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER")
)}  # fmt: skip
STATUSES = {"STATUS_CODE_UNSET": 0, "STATUS_CODE_OK": 1, "STATUS_CODE_ERROR": 2}


def span(given: Json) -> Span:
    """One span. Raises ItemRefused, or ValueError and TypeError for values of the wrong kind."""
    if not isinstance(given, dict):
        raise ItemRefused("malformed", "a span must be a JSON object")
    if "trace_id" in given or "start_time_unix_nano" in given:
        raise ItemRefused(
            "snake_case", "OTLP/JSON uses lowerCamelCase names: traceId, startTimeUnixNano, ..."
        )
    return Span(
        trace_id=identifier(given, "traceId", 16),
        span_id=identifier(given, "spanId", 8),
        trace_state=text(given, "traceState"),
        parent_span_id=_parent(given),
        flags=unsigned(given.get("flags", 0)),
        name=text(given, "name"),
        kind=cast(Span.SpanKind.ValueType, enum(given.get("kind", 0), KINDS)),
        start_time_unix_nano=unsigned(given.get("startTimeUnixNano", 0)),
        end_time_unix_nano=unsigned(given.get("endTimeUnixNano", 0)),
        attributes=attributes(given),
        dropped_attributes_count=unsigned(given.get("droppedAttributesCount", 0)),
        events=[_event(one) for one in items(given, "events")],
        links=[_link(one) for one in items(given, "links")],
        status=_status(given.get("status")),
    )


def _status(given: Json) -> Status | None:
    if given is None:
        return None
    return Status(
        code=cast(Status.StatusCode.ValueType, enum(given.get("code", 0), STATUSES)),
        message=text(given, "message"),
    )


def _event(given: Json) -> Span.Event:
    return Span.Event(
        name=text(given, "name"),
        time_unix_nano=unsigned(given.get("timeUnixNano", 0)),
        attributes=attributes(given),
    )


def _link(given: Json) -> Span.Link:
    return Span.Link(
        trace_id=identifier(given, "traceId", 16),
        span_id=identifier(given, "spanId", 8),
        attributes=attributes(given),
    )


def _parent(given: Json) -> bytes:
    found = given.get("parentSpanId")
    return identifier(given, "parentSpanId", 8) if found else b""
