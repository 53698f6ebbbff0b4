"""OTLP attributes, decoded once per distinct value.

Most attributes repeat from span to span, so each distinct pair of key and value is decoded, checked
for content, searched for dimensions and written as JSON once, and found again by its bytes. What
depends on the key alone is worked out once per key, so that a new value costs little too.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from google.protobuf.message import DecodeError
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from ingest.content import MAX_PLAIN_STRING, is_content, is_personal
from ingest.custom_names import NO_CUSTOM, CustomNames
from ingest.dimensions import attribute_dims, merge_dims, states_a_dimension
from ingest.errors import ItemRefused
from ingest.records import Value
from ingest.redaction import redacted, redacted_value
from ingest.redaction_patterns import PERSONAL

MAX_ATTRIBUTES = 1_000  # per span; SDKs stop at 128 by default
LEFT_OUT = "attributes_left_out"  # flag: there were more
MAX_KEY = 256  # characters
MAX_VALUE_BYTES = 65_536  # longer values are cut (text) or left out (lists, maps)
CUT_MARGIN = 4096  # characters behind a cut that are looked at as well
MAX_DEPTH = 12
CACHED_BYTES = 256  # longer ones are rarely seen twice
CACHE_ENTRIES = 20_000  # about 30 MB at the very worst
KEY_ENTRIES = 10_000

Dims = tuple[tuple[str, int, str], ...]


class Beside(NamedTuple):
    """What few attributes have besides a value."""

    dims: Dims
    content: bytes  # member of the `content` JSON object; empty: nothing to keep
    flag: str


# One key and value, ready for every use: the key, the value (None for content and personal data that
# nobody reads), the member of the `attributes` JSON object (empty: nothing may be stored), and the
# rest. A plain tuple, because a dozen are taken apart for every span.
Attribute = tuple[str, Value, bytes, Beside | None]


class Key(NamedTuple):
    """What is known of an attribute by its name alone."""

    name: str
    json: bytes  # `"name":`
    content: bool  # content or personal data
    personal: bool
    dimension: bool  # may state a dimension
    handed_on: bool  # whether anybody reads the value
    dropped: Attribute | None  # what is left of any value, when none of it is used


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

    def __init__(
        self,
        *,
        keep_content: bool,
        redact: bool = False,
        content_read: frozenset[str] = frozenset(),
        custom: CustomNames = NO_CUSTOM,
    ) -> None:
        """`redact`: no string keeps what looks secret or personal, except in dimensions (`pseudonyms.py`).

        `content_read` are the attributes with content whose values are handed on to be read.
        """
        self._keep = keep_content
        self._redact = redact
        self._content_read = content_read
        self._custom = custom
        self._seen: dict[bytes, Attribute] = {}
        self._keys: dict[str, Key] = {}

    def read(self, raws: Sequence[bytes]) -> Attributes:
        """Decode the attributes of one thing. Raises ItemRefused when one is not valid protobuf."""
        flags: tuple[str, ...] = ()
        if len(raws) > MAX_ATTRIBUTES:
            raws, flags = raws[:MAX_ATTRIBUTES], (LEFT_OUT,)
        seen, load = self._seen.get, self._load
        values: dict[str, Value] = {}
        stored: list[bytes] = []
        beside: list[Beside] = []
        for key, value, member, more in [seen(raw) or load(raw) for raw in raws]:
            values[key] = value
            if member:
                stored.append(member)
            if more is not None:
                beside.append(more)
        json = b"{%b}" % b",".join(stored) if stored else None
        if not beside:
            return Attributes(values, json, None, {}, flags)
        content = [one[1] for one in beside if one[1]]
        return Attributes(
            values,
            json,
            b"{%b}" % b",".join(content) if content else None,
            _merged([dim for one in beside for dim in one[0]]),
            (*flags, *[one[2] for one in beside if one[2]]),
        )

    def _load(self, raw: bytes) -> Attribute:
        if len(raw) > CACHED_BYTES:
            name = _key_of(raw)
            key = self._keys.get(name) or self._key(name)
            if key.dropped is not None:
                return key.dropped
            if len(raw) > 4 * MAX_VALUE_BYTES:
                return _oversized(raw, key)
        try:
            pair = KeyValue.FromString(raw)
        except DecodeError:
            raise ItemRefused("malformed", "an attribute is not valid protobuf or UTF-8") from None
        key = self._keys.get(pair.key) or self._key(pair.key)
        attribute = self._attribute(key, pair.value)
        if len(raw) <= CACHED_BYTES:
            if len(self._seen) >= CACHE_ENTRIES:
                self._seen.clear()
            self._seen[raw] = attribute
        return attribute

    def _key(self, sent: str) -> Key:
        name = (redacted(clean(sent)) if self._redact else clean(sent))[:MAX_KEY]
        personal = is_personal(name)
        hidden = personal or is_content(name)
        dimension = states_a_dimension(name, self._custom)
        handed_on = not hidden or name in self._content_read
        unused = not (handed_on or dimension or self._keep)
        dropped = (name, None, b"", None) if unused else None
        key = Key(name, orjson.dumps(name) + b":", hidden, personal, dimension, handed_on, dropped)
        if len(self._keys) >= KEY_ENTRIES:
            self._keys.clear()
        self._keys[sent] = key
        return key

    def _attribute(self, key: Key, sent: AnyValue) -> Attribute:
        if key.dropped is not None:
            return key.dropped
        value, flag = _bounded(sent)
        dims = attribute_dims(key.name, value, self._custom) if key.dimension else ()
        if self._redact:
            value = _redacted(key, sent, value)
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
        beside = Beside(dims, content, flag) if dims or content or flag else None
        return key.name, value if key.handed_on else None, stored, beside


def _redacted(key: Key, sent: AnyValue, value: Value) -> Value:
    if value and key.personal:
        return PERSONAL
    if isinstance(value, str) and len(value) == MAX_VALUE_BYTES:  # what is cut in two cannot be recognised
        return redacted(clean(sent.string_value)[: MAX_VALUE_BYTES + CUT_MARGIN])[:MAX_VALUE_BYTES]
    return redacted_value(value, key.name)


def _oversized(raw: bytes, key: Key) -> Attribute:
    """An attribute too large to decode: only its key is kept."""
    left_out = b'{"left_out_bytes":%d}' % len(raw)
    return key.name, None, key.json + left_out, Beside((), b"", "attribute_left_out")


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
