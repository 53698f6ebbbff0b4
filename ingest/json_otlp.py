"""OTLP/JSON to the wire format, so that one decoder serves both encodings.

Rules: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding . Ids are hex, 64-bit numbers
may be text, enums are numbers (names are tolerated), unknown fields are ignored. What is wrong
inside one span refuses that span alone.
"""

import base64
import binascii
import math
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

import orjson
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from ingest.attributes import MAX_DEPTH
from ingest.decode import MAX_SPANS, RawScope
from ingest.errors import Malformed, SpanRefused, TooLarge

Json = Any
Part = TypeVar("Part")
KINDS = {f"SPAN_KIND_{name}": number for number, name in enumerate(
    ("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER")
)}  # fmt: skip
STATUSES = {"STATUS_CODE_UNSET": 0, "STATUS_CODE_OK": 1, "STATUS_CODE_ERROR": 2}


def raw_scopes_of_json(body: bytes) -> Iterator[RawScope]:
    """Split a JSON request; spans that cannot be read come as `refused`. Raises Malformed or TooLarge."""
    try:
        request = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"it is not valid JSON ({error})") from None
    count = 0
    for resource_spans in items(request, "resourceSpans"):
        resource = _whole(resource_spans.get("resource"), _resource)
        for scope_spans in items(resource_spans, "scopeSpans"):
            found = items(scope_spans, "spans")
            count += len(found)
            if count > MAX_SPANS:
                raise TooLarge(f"A request may hold {MAX_SPANS:,} spans. Send smaller batches.")
            yield _scope(resource.SerializeToString(), scope_spans, found)


def _scope(resource: bytes, scope_spans: Json, found: list[Json]) -> RawScope:
    scope = _whole(scope_spans.get("scope"), _instrumentation_scope)
    spans, refused = [], []
    for one in found:
        try:
            spans.append(span(one).SerializeToString())
        except SpanRefused as error:
            refused.append(error)
        except (ValueError, TypeError, AttributeError) as error:
            refused.append(SpanRefused("malformed", f"the span cannot be read: {error}"[:200]))
    schema_url = _whole(scope_spans, lambda given: text(given, "schemaUrl")).encode()
    return RawScope(resource, scope.SerializeToString(), schema_url, spans, tuple(refused))


def _whole(given: Json, read: Callable[[Json], Part]) -> Part:
    """A part whose errors refuse the whole request."""
    try:
        return read(given or {})
    except (SpanRefused, ValueError, TypeError, AttributeError) as error:
        raise Malformed(f"a resource or scope cannot be read: {error}") from None


def _resource(given: Json) -> Resource:
    return Resource(attributes=attributes(given))


def _instrumentation_scope(given: Json) -> InstrumentationScope:
    return InstrumentationScope(
        name=text(given, "name"), version=text(given, "version"), attributes=attributes(given)
    )


def span(given: Json) -> Span:
    """One span. Raises SpanRefused, or ValueError and TypeError for values of the wrong kind."""
    if not isinstance(given, dict):
        raise SpanRefused("malformed", "a span must be a JSON object")
    if "trace_id" in given or "start_time_unix_nano" in given:
        raise SpanRefused(
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


def items(given: Json, name: str) -> list[Json]:
    """A list field; absent and null are empty. Raises Malformed."""
    if not isinstance(given, dict):
        raise Malformed("a JSON object was expected")
    found = given.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Malformed(f"{name} must be a list of objects")
    return found


def text(given: Json, name: str) -> str:
    """A text field; absent and null are empty. Raises TypeError."""
    found = given.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise TypeError(f"{name} must be text")
    return found.encode(errors="replace").decode()


def identifier(given: Json, name: str, size: int) -> bytes:
    """A hex id of `size` bytes. Raises SpanRefused."""
    found = given.get(name)
    code = "bad_trace_id" if size == 16 else "bad_span_id"
    try:
        decoded = bytes.fromhex(found)
    except (TypeError, ValueError):
        raise SpanRefused(code, f"{name} must be {2 * size} hex digits (not base64)") from None
    if len(decoded) != size:
        raise SpanRefused(code, f"{name} must be {2 * size} hex digits, not {len(found)} characters")
    return decoded


def _parent(given: Json) -> bytes:
    found = given.get("parentSpanId")
    return identifier(given, "parentSpanId", 8) if found else b""


def unsigned(value: Json) -> int:
    """A 64-bit number given as number or text. Raises ValueError."""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError(f"{value!r} is not a whole number")
    number = int(value)
    if not 0 <= number < 1 << 64:
        raise ValueError(f"{number} does not fit 64 bits")
    return number


def enum(value: Json, names: dict[str, int]) -> int:
    """An enum by number or, tolerated, by name; unknown values are unspecified."""
    return names.get(value, 0) if isinstance(value, str) else int(value) if 0 <= int(value) < 100 else 0


def attributes(given: Json) -> list[KeyValue]:
    """The `attributes` list of an object. Raises SpanRefused."""
    found = given.get("attributes")
    if found is None:
        return []
    if not isinstance(found, list):
        raise SpanRefused("attributes_not_a_list", 'attributes must be a list of {"key": ..., "value": ...}')
    return [KeyValue(key=text(pair, "key"), value=any_value(pair.get("value"))) for pair in found]


def any_value(given: Json, depth: int = 0) -> AnyValue:
    """An AnyValue. Raises SpanRefused, ValueError or TypeError."""
    if not given or depth > MAX_DEPTH:
        return AnyValue()
    if not isinstance(given, dict):
        raise SpanRefused("bad_value", 'an attribute value must be an object such as {"stringValue": "x"}')
    for name, read in READERS.items():
        if name in given:
            return read(given[name], depth)
    return AnyValue()


def _double(value: Json) -> AnyValue:
    number = float(value)
    return AnyValue(double_value=number) if math.isfinite(number) else AnyValue(string_value=str(number))


def _integer(value: Json) -> AnyValue:
    number = int(value) if not isinstance(value, float) or value.is_integer() else None
    if number is None or not -(1 << 63) <= number < 1 << 63:
        raise ValueError(f"{value!r} is not a 64-bit whole number")
    return AnyValue(int_value=number)


def _bytes(value: Json) -> AnyValue:
    try:
        return AnyValue(bytes_value=base64.b64decode(value.replace("-", "+").replace("_", "/") + "=="))
    except (binascii.Error, AttributeError):
        raise ValueError("bytesValue must be base64") from None


def _array(value: Json, depth: int) -> AnyValue:
    result = AnyValue()
    result.array_value.values.extend(any_value(item, depth + 1) for item in items(value, "values"))
    return result


def _map(value: Json, depth: int) -> AnyValue:
    result = AnyValue()
    for pair in items(value, "values"):
        result.kvlist_value.values.add(key=text(pair, "key"), value=any_value(pair.get("value"), depth + 1))
    return result


READERS: dict[str, Callable[[Json, int], AnyValue]] = {
    "stringValue": lambda value, _: AnyValue(string_value=text({"": value}, "")),
    "boolValue": lambda value, _: AnyValue(bool_value=bool(value)),
    "intValue": lambda value, _: _integer(value),
    "doubleValue": lambda value, _: _double(value),
    "arrayValue": _array,
    "kvlistValue": _map,
    "bytesValue": lambda value, _: _bytes(value),
}
