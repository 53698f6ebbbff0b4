"""OTLP/JSON made from the official messages, as a JavaScript exporter would send it."""

import base64
import json
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

IDS = {"traceId", "spanId", "parentSpanId"}


def as_json(message: Message) -> dict[str, Any]:
    """The request with hex ids, enum numbers and 64-bit numbers as text."""
    return _with_hex_ids(MessageToDict(message, use_integers_for_enums=True))


def json_body(message: Message) -> bytes:
    """The same as bytes."""
    return json.dumps(as_json(message)).encode()


def _with_hex_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_hex_ids(item) for item in value]
    if isinstance(value, dict):
        return {
            key: base64.b64decode(item).hex() if key in IDS else _with_hex_ids(item)
            for key, item in value.items()
        }
    return value
