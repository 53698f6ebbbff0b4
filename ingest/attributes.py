"""OTLP attributes, decoded once per distinct value.

Most attributes repeat from span to span, so each distinct pair of key and value is decoded, checked
for content, searched for dimensions and written as JSON once, and found again by its bytes. What
depends on the key alone is worked out once per key, so that a new value costs little too.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson
from google.protobuf.message import DecodeError
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from ingest.content import MAX_PLAIN_STRING, is_content, is_personal
from ingest.dimensions import attribute_dims, merge_dims, states_a_dimension
from ingest.errors import SpanRefused
from ingest.records import Value

MAX_ATTRIBUTES = 1_000  # per span; SDKs stop at 128 by default
MAX_KEY = 256  # characters
MAX_VALUE_BYTES = 65_536  # longer values are cut (text) or left out (lists, maps)
MAX_DEPTH = 12
CACHED_BYTES = 256  # longer ones are rarely seen twice
CACHE_ENTRIES = 20_000  # about 30 MB at the very worst
KEY_ENTRIES = 10_000

Dims = tuple[tuple[str, int, str], ...]


class Key(NamedTuple):
    """What is known of an attribute by its name alone."""

    name: str
    json: bytes  # `"name":`
    content: bool  # content or personal data: stored under policy keep only
    dimension: bool  # may state a dimension


class Attribute(NamedTuple):
    """One key and value, ready for every use."""

    key: str
    value: Value
    stored: bytes  # member of the `attributes` JSON object; empty: nothing may be stored
    content: bytes  # member of the `content` JSON object
    dims: Dims
    flag: str
    special: bool  # has content, dimensions or a flag


class Attributes(NamedTuple):
    """All attributes of one span, resource, scope or event."""

    values: dict[str, Value]
    stored: bytes | None  # JSON object without content; None: empty
    content: bytes | None  # JSON object of content; None: there is none, or it is not kept
    dims: dict[str, str]
    flags: tuple[str, ...]


NOTHING = Attributes({}, None, None, {}, ())


class AttributeReader:
    """Decodes `KeyValue` bytes, remembering what it has seen. Not shared between threads."""

    def __init__(self, *, keep_content: bool) -> None:
        self._keep = keep_content
        self._seen: dict[bytes, Attribute] = {}
        self._keys: dict[str, Key] = {}

    def read(self, raws: Iterable[bytes]) -> Attributes:
        """Decode the attributes of one thing. Raises SpanRefused when one is not valid protobuf."""
        seen, load = self._seen.get, self._load
        # Comprehensions, because this runs a dozen times for every span.
        read = [seen(raw) or load(raw) for raw in raws]
        flags: tuple[str, ...] = ()
        if len(read) > MAX_ATTRIBUTES:
            read, flags = read[:MAX_ATTRIBUTES], ("attributes_left_out",)
        stored = b",".join([one[2] for one in read if one[2]])
        content = None
        dims: dict[str, str] = {}
        if special := [one for one in read if one[6]]:
            dims = _merged([dim for one in special for dim in one[4]])
            flags += tuple([one[5] for one in special if one[5]])
            secret = b",".join([one[3] for one in special if one[3]])
            content = b"{%b}" % secret if secret else None
        return Attributes(
            {one[0]: one[1] for one in read}, b"{%b}" % stored if stored else None, content, dims, flags
        )

    def _load(self, raw: bytes) -> Attribute:
        if len(raw) > 4 * MAX_VALUE_BYTES:
            return self._oversized(raw)
        try:
            pair = KeyValue.FromString(raw)
        except DecodeError:
            raise SpanRefused("malformed", "an attribute is not valid protobuf or UTF-8") from None
        key = self._keys.get(pair.key) or self._key(pair.key)
        attribute = self._attribute(key, pair.value)
        if len(raw) <= CACHED_BYTES:
            if len(self._seen) >= CACHE_ENTRIES:
                self._seen.clear()
            self._seen[raw] = attribute
        return attribute

    def _key(self, sent: str) -> Key:
        name = clean(sent)[:MAX_KEY]
        hidden = is_content(name) or is_personal(name)
        key = Key(name, orjson.dumps(name) + b":", hidden, states_a_dimension(name))
        if len(self._keys) >= KEY_ENTRIES:
            self._keys.clear()
        self._keys[sent] = key
        return key

    def _attribute(self, key: Key, sent: AnyValue) -> Attribute:
        value, flag = _bounded(sent)
        dims = attribute_dims(key.name, value) if key.dimension else ()
        hidden = key.content or (bool(dims) and _names_a_person(value, dims))
        stored = content = b""
        if self._keep or not hidden:
            text = orjson.dumps(value)
            if hidden:
                content = key.json + text
            elif len(text) > MAX_PLAIN_STRING + 2:
                stored = key.json + _placeholder(text)
                content = key.json + text if self._keep else b""
            else:
                stored = key.json + text
        return Attribute(key.name, value, stored, content, dims, flag, bool(dims or flag or content))

    def _oversized(self, raw: bytes) -> Attribute:
        """An attribute too large to decode: only its key is kept."""
        name = _key_of(raw)
        key = self._keys.get(name) or self._key(name)
        left_out = b'{"left_out_bytes":%d}' % len(raw)
        return Attribute(key.name, None, key.json + left_out, b"", (), "attribute_left_out", True)


def clean(text: str) -> str:
    """Text that Postgres stores: without NUL."""
    return text.replace("\x00", "") if "\x00" in text else text


def plain(value: Any, depth: int = 0) -> Value:
    """A protobuf AnyValue as plain data; bytes become hex, what is nested too deep is left out."""
    kind = value.WhichOneof("value")
    if kind == "string_value":
        return clean(value.string_value)
    if kind is None or depth > MAX_DEPTH:
        return None
    inner = getattr(value, kind)
    if kind == "bytes_value":
        return str(inner.hex())
    if kind == "array_value":
        return [plain(item, depth + 1) for item in inner.values]
    if kind == "kvlist_value":
        return {clean(item.key): plain(item.value, depth + 1) for item in inner.values}
    result: Value = inner
    return result


def _bounded(value: AnyValue) -> tuple[Value, str]:
    kind = value.WhichOneof("value")
    if kind == "string_value":
        text = clean(value.string_value)
        return (text[:MAX_VALUE_BYTES], "attribute_cut") if len(text) > MAX_VALUE_BYTES else (text, "")
    if kind in ("array_value", "kvlist_value") and value.ByteSize() > MAX_VALUE_BYTES:
        return None, "attribute_left_out"
    return plain(value), ""


def _merged(found: list[tuple[str, int, str]]) -> dict[str, str]:
    """The strongest statement of each dimension; mostly there is just one of each."""
    merged = {one[0]: one[2] for one in found}
    return merged if len(merged) == len(found) else merge_dims(found)


def _key_of(raw: bytes) -> str:
    if len(raw) > 2 and raw[0] == 0x0A and raw[1] < 0x80:
        return raw[2 : 2 + raw[1]].decode(errors="replace")
    return "unreadable"


def _names_a_person(value: Value, dims: Dims) -> bool:
    return isinstance(value, str) and "@" in value and any(one[0] == "user" for one in dims)


def _placeholder(text: bytes) -> bytes:
    """What is left of a long value that may be content: its size and a hash to compare it by."""
    digest = hashlib.sha256(text).hexdigest()[:16].encode()
    return b'{"left_out_bytes":%d,"sha256":"%b"}' % (len(text), digest)
