"""The envelope of an export request: what shares resource and scope, still as bytes.

Traces, metrics and logs number the fields of their envelopes alike, so one reader serves all three.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ingest import wire
from ingest.errors import ItemRefused, TooLarge

MAX_ITEMS = 100_000  # spans, log records or metrics per request
MAX_SCOPES = 10_000  # per request


class RawScope(NamedTuple):
    """Spans, log records or metrics that share resource and scope, still as bytes."""

    resource: bytes
    scope: bytes
    schema_url: bytes
    items: list[bytes]
    refused: tuple[ItemRefused, ...] = ()  # what could not even be told apart as bytes


def raw_scopes(body: bytes) -> Iterator[RawScope]:
    """Split an export request. Raises Malformed or TooLarge."""
    items = scopes = 0
    for number, start, end in wire.fields(body):
        if number != wire.RESOURCE_ITEMS:
            continue
        resource = _resource(body, start, end)
        for inner, first, last in wire.fields(body, start, end):
            if inner == wire.SCOPE_ITEMS:
                found = _raw_scope(body, resource, first, last, MAX_ITEMS - items)
                items, scopes = items + len(found.items), scopes + 1
                if scopes > MAX_SCOPES:
                    raise TooLarge(f"A request may hold {MAX_SCOPES:,} scopes. Send smaller batches.")
                yield found


def _resource(body: bytes, start: int, end: int) -> bytes:
    """The resource, which may come after what it applies to."""
    found = b""
    for number, first, last in wire.fields(body, start, end):
        if number == wire.RESOURCE:
            found = body[first:last]
    return found


def _raw_scope(body: bytes, resource: bytes, start: int, end: int, room: int) -> RawScope:
    scope, schema, items = b"", b"", []
    for number, first, last in wire.fields(body, start, end):
        if number == wire.ITEMS:
            items.append(body[first:last])
            if len(items) > room:
                raise TooLarge(f"A request may hold {MAX_ITEMS:,} items. Send smaller batches.")
        elif number == wire.SCOPE:
            scope = body[first:last]
        elif number == wire.SCOPE_SCHEMA:
            schema = body[first:last]
    return RawScope(resource, scope, schema, items)
