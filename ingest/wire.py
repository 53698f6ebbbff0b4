"""OTLP's protobuf wire format, read lazily: just deep enough to tell spans and attributes apart.

The official messages decode every attribute into an object. Attributes repeat from span to span
(model, provider, service, journey), so their bytes are kept as they came and decoded once per
distinct value (`ingest/attributes.py`). The messages here are wire-compatible with trace.proto and
logs.proto of https://github.com/open-telemetry/opentelemetry-proto
"""

from collections.abc import Iterator
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from ingest.errors import Malformed

FIELD = descriptor_pb2.FieldDescriptorProto
_BYTES, _STRING, _FIXED64 = FIELD.TYPE_BYTES, FIELD.TYPE_STRING, FIELD.TYPE_FIXED64
_UINT32, _INT32 = FIELD.TYPE_UINT32, FIELD.TYPE_INT32

MAX_FIELDS = 200_000  # of one envelope; more is no telemetry and only takes time

# name, number, type, repeated
_SPAN = [
    ("trace_id", 1, _BYTES, False),
    ("span_id", 2, _BYTES, False),
    ("parent_span_id", 4, _BYTES, False),
    ("name", 5, _STRING, False),
    ("kind", 6, _INT32, False),
    ("start_time_unix_nano", 7, _FIXED64, False),
    ("end_time_unix_nano", 8, _FIXED64, False),
    ("attributes", 9, _BYTES, True),
    ("dropped_attributes_count", 10, _UINT32, False),
    ("events", 11, _BYTES, True),
    ("links", 13, _BYTES, True),
    ("status", 15, _BYTES, False),
]


_LOG_RECORD = [
    ("time_unix_nano", 1, _FIXED64, False),
    ("severity_number", 2, _INT32, False),
    ("body", 5, _BYTES, False),
    ("attributes", 6, _BYTES, True),
    ("dropped_attributes_count", 7, _UINT32, False),
    ("trace_id", 9, _BYTES, False),
    ("span_id", 10, _BYTES, False),
    ("observed_time_unix_nano", 11, _FIXED64, False),
    ("event_name", 12, _STRING, False),
]


def _lazy(message_name: str, fields: list[tuple[str, int, Any, bool]]) -> Any:
    file = descriptor_pb2.FileDescriptorProto(
        name=f"spanledger/{message_name}.proto", package="spanledger", syntax="proto3"
    )
    message = file.message_type.add(name=message_name)
    for name, number, kind, repeated in fields:
        label = FIELD.LABEL_REPEATED if repeated else FIELD.LABEL_OPTIONAL
        message.field.add(name=name, number=number, type=kind, label=label)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"spanledger.{message_name}"))


LazySpan = _lazy("LazySpan", _SPAN)
LazyLogRecord = _lazy("LazyLogRecord", _LOG_RECORD)

# Field numbers of the envelopes around spans, log records and metrics.
RESOURCE_ITEMS = 1  # ExportTraceServiceRequest.resource_spans, ...resource_logs, ...resource_metrics
RESOURCE, SCOPE_ITEMS = 1, 2  # ResourceSpans, ResourceLogs, ResourceMetrics
SCOPE, ITEMS, SCOPE_SCHEMA = 1, 2, 3  # ScopeSpans, ScopeLogs, ScopeMetrics


def fields(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, int]]:
    """The length-delimited fields of a message: (number, first byte, byte after the last).

    Other fields are skipped, as the protocol wants of unknown ones. Raises Malformed.
    """
    position, stop = start, len(data) if end is None else end
    for _ in range(MAX_FIELDS):
        if position >= stop:
            return
        tag, position = _varint(data, position, stop)
        kind = tag & 7
        if kind == 2:
            length, position = _varint(data, position, stop)
            if length > stop - position:
                raise Malformed("a length points past the end of the message")
            yield tag >> 3, position, position + length
            position += length
        else:
            position = _skip(kind, data, position, stop)
    raise Malformed(f"one message holds more than {MAX_FIELDS:,} fields")


def _varint(data: bytes, position: int, stop: int) -> tuple[int, int]:
    result = shift = 0
    while position < stop:
        byte = data[position]
        position += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, position
        shift += 7
        if shift > 63:
            break
    raise Malformed("a number is cut off or too long")


def _skip(kind: int, data: bytes, position: int, stop: int) -> int:
    if kind == 0:
        return _varint(data, position, stop)[1]
    size = {1: 8, 5: 4}.get(kind)
    if size is None or position + size > stop:
        raise Malformed("this is not a protobuf message of OTLP")
    return position + size
