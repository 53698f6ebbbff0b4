"""OTLP requests from short descriptions, as official protobuf messages, and the records made of them.

A trace or span is named by a word (`trace="refund"`, `span="agent"`), so that a test reads like the tree
it describes; times are milliseconds after `START`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import md5
from pathlib import Path
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from ingest.content import is_content, is_personal
from ingest.dimensions import attribute_dims, merge_dims, resource_dims, with_route
from ingest.normalise import CONTENT_READ
from ingest.records import Origin, OtlpSpan, SpanEvent, SpanLink

CORPUS = Path(__file__).parents[1] / "data" / "otlp"
START = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
KINDS = {"internal": 1, "server": 2, "client": 3, "producer": 4, "consumer": 5}
STATUSES = {"unset": 0, "ok": 1, "error": 2}
DEFAULT_RESOURCE = {"service.name": "refund-api"}


def trace_id(word: str) -> bytes:
    """The 16 bytes that stand for a word."""
    return md5(word.encode()).digest()


def span_id(word: str) -> bytes:
    """The 8 bytes that stand for a word."""
    return md5(word.encode()).digest()[8:]


def signed(identifier: bytes) -> int:
    """An id as the records and tables hold it: a signed integer, big-endian."""
    return int.from_bytes(identifier, "big", signed=True)


def any_value(value: Any) -> AnyValue:
    """A Python value as OTLP carries it."""
    if isinstance(value, bool):
        return AnyValue(bool_value=value)
    if isinstance(value, int):
        return AnyValue(int_value=value)
    if isinstance(value, float):
        return AnyValue(double_value=value)
    if isinstance(value, str):
        return AnyValue(string_value=value)
    if isinstance(value, bytes):
        return AnyValue(bytes_value=value)
    return composite_value(value)


def composite_value(value: Any) -> AnyValue:
    """A list, a mapping or nothing as OTLP carries it."""
    result = AnyValue()
    if isinstance(value, Mapping):
        result.kvlist_value.SetInParent()
        result.kvlist_value.values.extend(key_values(value))
    elif value is not None:
        result.array_value.SetInParent()
        result.array_value.values.extend(any_value(item) for item in value)
    return result


def key_values(attributes: Mapping[str, Any] | None) -> list[KeyValue]:
    """Attributes as OTLP carries them."""
    return [KeyValue(key=key, value=any_value(value)) for key, value in (attributes or {}).items()]


def nanoseconds(milliseconds: float) -> int:
    """Unix nanoseconds of a moment some milliseconds after `START`."""
    return int(START.timestamp()) * 1_000_000_000 + round(milliseconds * 1_000_000)


def event(name: str, attributes: Mapping[str, Any] | None = None, *, at: float = 0) -> Span.Event:
    """A span event `at` milliseconds after `START`."""
    return Span.Event(name=name, time_unix_nano=nanoseconds(at), attributes=key_values(attributes))


def span(
    name: str = "chat gpt-4o",
    attributes: Mapping[str, Any] | None = None,
    *,
    trace: str = "trace",
    span: str | None = None,
    parent: str | None = None,
    kind: str = "client",
    status: str = "unset",
    message: str = "",
    start: float = 0,
    end: float = 1000,
    events: Sequence[Span.Event] = (),
    links: Sequence[Span.Link] = (),
    dropped: int = 0,
) -> Span:
    """One span; without `span` its id comes from its name."""
    result = Span(
        trace_id=trace_id(trace),
        span_id=span_id(span or name),
        parent_span_id=span_id(parent) if parent else b"",
        name=name,
        kind=KINDS[kind],
        start_time_unix_nano=nanoseconds(start),
        end_time_unix_nano=nanoseconds(end),
        attributes=key_values(attributes),
        events=events,
        links=links,
        dropped_attributes_count=dropped,
    )
    result.status.code = STATUSES[status]
    result.status.message = message
    return result


def scope(name: str, spans: Iterable[Span], *, version: str = "", schema: str = "") -> ScopeSpans:
    """The spans of one instrumentation scope."""
    result = ScopeSpans(spans=spans, schema_url=schema)
    result.scope.name = name
    result.scope.version = version
    return result


def resource(scopes: Iterable[ScopeSpans], attributes: Mapping[str, Any] | None = None) -> ResourceSpans:
    """What one service sends."""
    result = ResourceSpans(scope_spans=scopes)
    result.resource.attributes.extend(key_values(DEFAULT_RESOURCE if attributes is None else attributes))
    return result


def request(*resources: ResourceSpans) -> ExportTraceServiceRequest:
    """One export request of several services."""
    return ExportTraceServiceRequest(resource_spans=resources)


def export(
    *spans: Span,
    scope_name: str = "opentelemetry.instrumentation.genai.openai",
    version: str = "",
    resource_attributes: Mapping[str, Any] | None = None,
) -> ExportTraceServiceRequest:
    """One export request with the spans of one scope of one service."""
    return request(resource([scope(scope_name, spans, version=version)], resource_attributes))


def chat(
    input_tokens: int | None = 100,
    output_tokens: int | None = 20,
    attributes: Mapping[str, Any] | None = None,
    *,
    model: str = "gpt-4o-mini",
    response_id: str | None = None,
    **described: Any,
) -> Span:
    """A chat call as the semantic conventions describe it; further arguments as for `span`."""
    said = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": model,
        "gen_ai.response.model": model,
        "gen_ai.response.id": response_id,
        "gen_ai.usage.input_tokens": input_tokens,
        "gen_ai.usage.output_tokens": output_tokens,
        **(attributes or {}),
    }
    present = {key: value for key, value in said.items() if value is not None}
    return span(described.pop("name", f"chat {model}"), present, **described)


def python_value(value: AnyValue) -> Any:
    """The decoded value; bytes as hex text."""
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [python_value(item) for item in value.array_value.values]
    if kind == "kvlist_value":
        return python_attributes(value.kvlist_value.values)
    if kind == "bytes_value":
        return value.bytes_value.hex()
    return getattr(value, kind) if kind else None


def python_attributes(attributes: Iterable[KeyValue]) -> dict[str, Any]:
    """Decoded attributes."""
    return {item.key: python_value(item.value) for item in attributes}


def readable(attributes: Iterable[KeyValue]) -> dict[str, Any]:
    """Decoded attributes without the values that nobody but a reader of content may see."""
    return {
        key: None if (is_content(key) or is_personal(key)) and key not in CONTENT_READ else value
        for key, value in python_attributes(attributes).items()
    }


def origin_of(resource_spans: ResourceSpans, scope_spans: ScopeSpans) -> Origin:
    """The origin record of a scope of a resource."""
    said = readable(resource_spans.resource.attributes)
    within = readable(scope_spans.scope.attributes)
    identity = resource_spans.resource.SerializeToString() + scope_spans.scope.SerializeToString()
    return Origin(
        signed(md5(identity).digest()[:8]),
        said.get("service.name"),
        scope_spans.scope.name,
        scope_spans.scope.version,
        scope_spans.schema_url,
        said,
        within,
        {**resource_dims(said), **resource_dims(within)},
    )


def record_of(message: Span, origin: Origin) -> OtlpSpan:
    """The record of one span."""
    attributes = readable(message.attributes)
    dims = merge_dims([dim for key, value in attributes.items() for dim in attribute_dims(key, value)])
    return OtlpSpan(
        message.trace_id,
        signed(message.span_id),
        signed(message.parent_span_id) if message.parent_span_id else None,
        signed(md5(message.SerializeToString()).digest()[:8]),
        message.start_time_unix_nano,
        message.end_time_unix_nano,
        message.name,
        message.kind,
        message.status.code,
        message.status.message,
        attributes,
        [SpanEvent(e.name, e.time_unix_nano, readable(e.attributes)) for e in message.events],
        [SpanLink(one.trace_id, one.span_id, readable(one.attributes)) for one in message.links],
        message.dropped_attributes_count,
        with_route(dims, attributes) if message.kind == Span.SPAN_KIND_SERVER else dims,
        origin,
    )


def records(message: ExportTraceServiceRequest) -> list[OtlpSpan]:
    """The records of all spans of a request, decoded plainly and slowly."""
    return [
        record_of(one, origin)
        for resource_spans in message.resource_spans
        for scope_spans in resource_spans.scope_spans
        for origin in [origin_of(resource_spans, scope_spans)]
        for one in scope_spans.spans
    ]


def corpus_requests(folder: str) -> list[ExportTraceServiceRequest]:
    """The recorded trace requests of a corpus folder, in order of arrival."""
    return [
        ExportTraceServiceRequest.FromString(path.read_bytes())
        for path in sorted((CORPUS / folder).glob("*.traces.pb"))
    ]


def recent(message: ExportTraceServiceRequest) -> ExportTraceServiceRequest:
    """A recorded request moved to yesterday, for a receiver that takes no spans older than 400 days."""
    result = ExportTraceServiceRequest.FromString(message.SerializeToString())
    spans = [
        one
        for group in result.resource_spans
        for scope_spans in group.scope_spans
        for one in scope_spans.spans
    ]
    offset = nanoseconds(0) - min((one.start_time_unix_nano for one in spans), default=0)
    for one in spans:
        one.start_time_unix_nano += offset
        one.end_time_unix_nano += offset
        for happened in one.events:
            happened.time_unix_nano += offset
    return result
