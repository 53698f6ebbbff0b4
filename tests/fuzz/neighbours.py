"""Something hostile between two items that are in order, in one request."""

from collections.abc import Callable
from typing import Any

import orjson
from google.protobuf.message import Message

from finops.telemetry.types import Signal
from ingest import wire
from tests.factories import otlp
from tests.factories.otlp_json import as_json
from tests.factories.otlp_logs import export_logs, log
from tests.factories.otlp_metrics import counter, export_metrics, point
from tests.fuzz.answers import Form, answer, rows

MAKE: dict[Signal, Callable[[str], Message]] = {
    Signal.TRACES: lambda word: otlp.export(otlp.chat(span=word, response_id=word)),
    Signal.LOGS: lambda word: export_logs(log("hello", {"word": word}, body=word, trace=word)),
    Signal.METRICS: lambda word: export_metrics(counter("words", point(3, {"word": word}))),
}


def harmed(item: bytes, form: Form) -> bool:
    """Whether an item between two others changes or loses their rows."""
    among = _among_json(item, form.signal) if form.is_json else _among_protobuf(item, form.signal)
    if among is None:
        return False
    both = [MAKE[form.signal](word) for word in ("before", "after")]
    alone = {
        row for one in both for row in rows(answer(one.SerializeToString(), form._replace(is_json=False)))
    }
    assert len(alone) == 2
    return not alone <= set(rows(answer(among, form)))


def items_of(message: Message, is_json: bool) -> list[bytes]:
    """The spans, log records or metrics of the first scope of a request, as they are sent."""
    if is_json:
        return [orjson.dumps(one) for one in _json_items(as_json(message))]
    scope = _part(_part(message, wire.RESOURCE_ITEMS)[0], wire.SCOPE_ITEMS)[0]
    return [one.SerializeToString() for one in _part(scope, wire.ITEMS)]


def _part(message: Message, number: int) -> Any:
    return getattr(message, message.DESCRIPTOR.fields_by_number[number].name)


def _json_items(request: dict[str, Any]) -> list[Any]:
    """The innermost list: whatever the signal calls it, it is the only one on its level."""
    for _ in range(3):
        (found,) = [one for one in request.values() if isinstance(one, list)]
        request = found[0]
    return found


def _among_protobuf(item: bytes, signal: Signal) -> bytes:
    before, after = (MAKE[signal](word) for word in ("before", "after"))
    of_resource = _part(before, wire.RESOURCE_ITEMS)[0]
    of_scope = _part(of_resource, wire.SCOPE_ITEMS)[0]
    items = [*items_of(before, False), item, *items_of(after, False)]
    scope = field(wire.SCOPE, of_scope.scope.SerializeToString())
    resource = field(wire.RESOURCE, of_resource.resource.SerializeToString())
    within = scope + b"".join(field(wire.ITEMS, one) for one in items)
    return field(wire.RESOURCE_ITEMS, resource + field(wire.SCOPE_ITEMS, within))


def _among_json(item: bytes, signal: Signal) -> bytes | None:
    """Nothing when the item is no JSON object: then the whole is no request either."""
    try:
        given = orjson.loads(item)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(given, dict):
        return None
    request, after = (as_json(MAKE[signal](word)) for word in ("before", "after"))
    _json_items(request).extend([given, *_json_items(after)])
    return orjson.dumps(request)


def field(number: int, content: bytes) -> bytes:
    """A length-delimited protobuf field."""
    size, length = b"", len(content)
    while length > 0x7F:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return bytes([number << 3 | 2]) + size + bytes([length]) + content
