"""OTLP attributes, decoded once per distinct value.

Most attributes repeat from span to span, so each distinct pair of key and value is decoded, checked
for content, searched for dimensions and written as JSON once, and found again by its bytes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson
from google.protobuf.message import DecodeError
from opentelemetry.proto.common.v1.common_pb2 import KeyValue

from ingest.content import MAX_PLAIN_STRING, is_content, is_personal
from ingest.dimensions import attribute_dims, merge_dims
from ingest.errors import SpanRefused
from ingest.records import Value

MAX_ATTRIBUTES = 1_000  # per span; SDKs stop at 128 by default
MAX_KEY = 256  # characters
MAX_VALUE_BYTES = 65_536  # longer values are cut (text) or left out (lists, maps)
MAX_DEPTH = 12
CACHED_BYTES = 256  # longer ones are rarely seen twice
CACHE_ENTRIES = 30_000  # about 40 MB at the very worst

Dims = tuple[tuple[str, int, str], ...]


class Attribute(NamedTuple):
    """One key and value, ready for every use."""

    key: str
    value: Value
    stored: bytes | None  # member of the `attributes` JSON object; None: nothing may be stored
    content: bytes | None  # member of the `content` JSON object, written under policy keep only
    dims: Dims
    flag: str | None


class Attributes(NamedTuple):
    """All attributes of one span, resource, scope or event."""

    values: dict[str, Value]
    stored: bytes | None  # JSON object without content; None: empty
    content: bytes | None  # JSON object of content; None: there is none
    dims: dict[str, str]
    flags: tuple[str, ...]


NOTHING = Attributes({}, None, None, {}, ())


class AttributeReader:
    """Decodes `KeyValue` bytes, remembering what it has seen. Not shared between threads."""

    def __init__(self) -> None:
        self._seen: dict[bytes, Attribute] = {}

    def read(self, raws: Iterable[bytes]) -> Attributes:
        """Decode the attributes of one thing. Raises SpanRefused when one is not valid protobuf."""
        values: dict[str, Value] = {}
        stored: list[bytes] = []
        content: list[bytes] = []
        found: Dims = ()
        flags: tuple[str, ...] = ()
        seen = self._seen
        for raw in raws:
            attribute = seen.get(raw)
            if attribute is None:
                if len(values) >= MAX_ATTRIBUTES:
                    flags += ("attributes_left_out",)
                    break
                attribute = self._load(raw)
            key, value, text, secret, dims, flag = attribute
            values[key] = value
            if text is not None:
                stored.append(text)
            if secret is not None:
                content.append(secret)
            if dims:
                found += dims
            if flag:
                flags += (flag,)
        return Attributes(
            values,
            b"{" + b",".join(stored) + b"}" if stored else None,
            b"{" + b",".join(content) + b"}" if content else None,
            merge_dims(found) if found else {},
            flags,
        )

    def _load(self, raw: bytes) -> Attribute:
        try:
            pair = KeyValue.FromString(raw) if len(raw) <= 4 * MAX_VALUE_BYTES else None
        except DecodeError:
            raise SpanRefused("malformed", "an attribute is not valid protobuf or UTF-8") from None
        attribute = describe(pair) if pair is not None else _oversized(raw)
        if len(raw) <= CACHED_BYTES:
            if len(self._seen) >= CACHE_ENTRIES:
                self._seen.clear()
            self._seen[raw] = attribute
        return attribute


def describe(pair: KeyValue) -> Attribute:
    """Everything that can be said of one attribute."""
    key = clean(pair.key)[:MAX_KEY]
    value, flag = _bounded(pair)
    dims = attribute_dims(key, value)
    text = member(key, value)
    if is_content(key) or is_personal(key) or _names_a_person(value, dims):
        return Attribute(key, value, None, text, dims, flag)
    if isinstance(value, str) and len(value) > MAX_PLAIN_STRING:
        return Attribute(key, value, member(key, _placeholder(value)), text, dims, flag)
    if len(text) > 4 * MAX_PLAIN_STRING:
        return Attribute(key, value, member(key, _placeholder(text.decode())), text, dims, flag)
    return Attribute(key, value, text, None, dims, flag)


def member(key: str, value: Value) -> bytes:
    """`"key":value` as JSON bytes."""
    return orjson.dumps(key) + b":" + orjson.dumps(value)


def clean(text: str) -> str:
    """Text that Postgres stores: without NUL."""
    return text.replace("\x00", "") if "\x00" in text else text


def plain(value: Any, depth: int = 0) -> Value:
    """A protobuf AnyValue as plain data; bytes become hex, what is nested too deep is left out."""
    kind = value.WhichOneof("value")
    if kind is None or depth > MAX_DEPTH:
        return None
    inner = getattr(value, kind)
    if kind == "string_value":
        return clean(inner)
    if kind == "bytes_value":
        return str(inner.hex())
    if kind == "array_value":
        return [plain(item, depth + 1) for item in inner.values]
    if kind == "kvlist_value":
        return {clean(item.key): plain(item.value, depth + 1) for item in inner.values}
    result: Value = inner
    return result


def _bounded(pair: KeyValue) -> tuple[Value, str | None]:
    kind = pair.value.WhichOneof("value")
    if kind == "string_value" and len(pair.value.string_value) > MAX_VALUE_BYTES:
        return clean(pair.value.string_value)[:MAX_VALUE_BYTES], "attribute_cut"
    if kind in ("array_value", "kvlist_value") and pair.value.ByteSize() > MAX_VALUE_BYTES:
        return None, "attribute_left_out"
    return plain(pair.value), None


def _oversized(raw: bytes) -> Attribute:
    """An attribute too large to decode: only its key is kept. Its bytes were never parsed as a whole."""
    key = _key_of(raw)
    return Attribute(key, None, member(key, {"left_out_bytes": len(raw)}), None, (), "attribute_left_out")


def _key_of(raw: bytes) -> str:
    if len(raw) > 2 and raw[0] == 0x0A and raw[1] < 0x80:
        return clean(raw[2 : 2 + raw[1]].decode(errors="replace"))
    return "unreadable"


def _names_a_person(value: Value, dims: Dims) -> bool:
    return isinstance(value, str) and "@" in value and any(name == "user" for name, _, _ in dims)


def _placeholder(value: str) -> Mapping[str, Value]:
    digest = hashlib.sha256(value.encode(errors="replace")).hexdigest()
    return {"left_out_characters": len(value), "sha256": digest[:16]}
