"""From the bytes of log records to records, one by one."""

from typing import NamedTuple

from google.protobuf.message import DecodeError
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from xxhash import xxh3_64_intdigest

from ingest import wire
from ingest.decode import (
    MAX_NAME,
    NEWEST_NS,
    NO_SPAN,
    NO_TRACE,
    OLDEST_NS,
    Decoder,
    KnownOrigin,
    bad_times,
    signed,
)
from ingest.errors import ItemRefused
from ingest.records import OtlpLog, Value

MAX_LOG_BYTES = 1024 * 1024
SEVERITIES = range(25)
BODY = "body"


class LogDetail(NamedTuple):
    """What is stored of a record besides its typed columns. JSON as bytes; None: nothing."""

    attributes: bytes | None
    content: bytes | None  # the body and attributes with content; None under policy drop
    flags: tuple[str, ...]


class DecodedLog(NamedTuple):
    """A log record and its stored detail."""

    log: OtlpLog
    detail: LogDetail


def decode_log(decoder: Decoder, raw: bytes, known: KnownOrigin, now_ns: int) -> DecodedLog:
    """Decode and check one log record. Raises ItemRefused."""
    if len(raw) > MAX_LOG_BYTES:
        raise ItemRefused("log_too_large", f"the log record has {len(raw):,} bytes; the limit is 1 MiB")
    try:
        message = wire.LazyLogRecord.FromString(raw)
        body = AnyValue.FromString(message.body)
    except DecodeError:
        raise ItemRefused("malformed", "the log record is not valid protobuf or UTF-8") from None
    time_ns = message.time_unix_nano or message.observed_time_unix_nano
    if not now_ns - OLDEST_NS <= time_ns <= now_ns + NEWEST_NS:
        raise bad_times(time_ns, now_ns, "log record")
    stated = message.attributes[:]
    if message.body:  # content like any other
        stated.append(KeyValue(key=BODY, value=body).SerializeToString())
    attributes = decoder.attributes.read(stated)
    trace_id, span_id = _ids(message.trace_id, message.span_id)
    log = OtlpLog(
        time_ns,
        trace_id,
        span_id,
        signed(xxh3_64_intdigest(raw, known.seed)),
        message.severity_number if message.severity_number in SEVERITIES else 0,
        decoder.text(_event_name(message.event_name, attributes.values, body))[:MAX_NAME],
        attributes.values,
        message.dropped_attributes_count,
        attributes.dims,
        known.origin,
    )
    return DecodedLog(log, LogDetail(attributes.stored, attributes.content, attributes.flags))


def _ids(trace_id: bytes, span_id: bytes) -> tuple[bytes | None, int | None]:
    """The ids, where they are valid: a record without a trace is a record all the same."""
    if len(trace_id) != 16 or trace_id == NO_TRACE:
        return None, None
    if len(span_id) != 8 or span_id == NO_SPAN:
        return trace_id, None
    return trace_id, int.from_bytes(span_id, "big", signed=True)


def _event_name(stated: str, attributes: dict[str, Value], body: AnyValue) -> str:
    """Older SDKs name an event in an attribute, some without the prefix that their body has."""
    named = attributes.get("event.name")
    name = stated or (named if isinstance(named, str) else "")
    return body.string_value if name and body.string_value.endswith("." + name) else name
