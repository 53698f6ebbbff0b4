"""OTLP/JSON to the wire format, so that one decoder serves both encodings.

Rules: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding . Unknown fields are ignored.
What is wrong inside one span, log record or metric refuses that one alone.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

import orjson
from google.protobuf.message import Message
from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from finops.telemetry.types import Signal
from ingest.errors import ItemRefused, Malformed, TooLarge
from ingest.json_logs import log_record
from ingest.json_metrics import metric
from ingest.json_spans import span
from ingest.json_values import Json, attributes, items, text
from ingest.scopes import MAX_ITEMS, RawScope

Part = TypeVar("Part")


class Envelope(NamedTuple):
    """What the envelope of a signal calls its parts."""

    resources: str
    scopes: str
    items: str
    read: Callable[[Json], Message]


ENVELOPES = {
    Signal.TRACES: Envelope("resourceSpans", "scopeSpans", "spans", span),
    Signal.METRICS: Envelope("resourceMetrics", "scopeMetrics", "metrics", metric),
    Signal.LOGS: Envelope("resourceLogs", "scopeLogs", "logRecords", log_record),
}


def raw_scopes_of_json(body: bytes, signal: Signal = Signal.TRACES) -> Iterator[RawScope]:
    """Split a JSON request; items that cannot be read come as `refused`. Raises Malformed or TooLarge."""
    names = ENVELOPES[signal]
    try:
        request = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"it is not valid JSON ({error})") from None
    count = 0
    for of_resource in items(request, names.resources):
        resource = _whole(of_resource.get("resource"), _resource)
        for of_scope in items(of_resource, names.scopes):
            found = items(of_scope, names.items)
            count += len(found)
            if count > MAX_ITEMS:
                raise TooLarge(f"A request may hold {MAX_ITEMS:,} items. Send smaller batches.")
            yield _scope(resource.SerializeToString(), of_scope, found, names.read)


def _scope(resource: bytes, given: Json, found: list[Json], read: Callable[[Json], Message]) -> RawScope:
    scope = _whole(given.get("scope"), _instrumentation_scope)
    read_items, refused = [], []
    for one in found:
        try:
            read_items.append(read(one).SerializeToString())
        except ItemRefused as error:
            refused.append(error)
        except (ValueError, TypeError, AttributeError) as error:
            refused.append(ItemRefused("malformed", f"it cannot be read: {error}"[:200]))
    schema_url = _whole(given, lambda given: text(given, "schemaUrl")).encode()
    return RawScope(resource, scope.SerializeToString(), schema_url, read_items, tuple(refused))


def _whole(given: Json, read: Callable[[Json], Part]) -> Part:
    """A part whose errors refuse the whole request."""
    try:
        return read(given or {})
    except (ItemRefused, ValueError, TypeError, AttributeError) as error:
        raise Malformed(f"a resource or scope cannot be read: {error}") from None


def _resource(given: Json) -> Resource:
    return Resource(attributes=attributes(given))


def _instrumentation_scope(given: Json) -> InstrumentationScope:
    return InstrumentationScope(
        name=text(given, "name"), version=text(given, "version"), attributes=attributes(given)
    )
