"""Values of OTLP/JSON: ids are hex, 64-bit numbers may be text, enums are numbers (names are tolerated).

Rules: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

import base64
import binascii
import math
from collections.abc import Callable
from typing import Any

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from ingest.attributes import MAX_ATTRIBUTES, MAX_DEPTH
from ingest.errors import ItemRefused, Malformed

Json = Any


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
    """A hex id of `size` bytes. Raises ItemRefused."""
    found = given.get(name)
    code = "bad_trace_id" if size == 16 else "bad_span_id"
    try:
        decoded = bytes.fromhex(found)
    except (TypeError, ValueError):
        raise ItemRefused(code, f"{name} must be {2 * size} hex digits (not base64)") from None
    if len(decoded) != size:
        raise ItemRefused(code, f"{name} must be {2 * size} hex digits, not {len(found)} characters")
    return decoded


def base64_ids(given: Json) -> Json:
    """The same object with its ids as protobuf's own JSON writes bytes. Raises ItemRefused."""
    found = {name: size for name, size in (("traceId", 16), ("spanId", 8)) if given.get(name)}
    ids = {name: base64.b64encode(identifier(given, name, size)).decode() for name, size in found.items()}
    return {**given, **ids} if ids else given


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
    """The `attributes` of an object, as many as are kept. Raises ItemRefused."""
    found = given.get("attributes")
    if found is None:
        return []
    if not isinstance(found, list):
        raise ItemRefused("attributes_not_a_list", 'attributes must be a list of {"key": ..., "value": ...}')
    kept = found[: MAX_ATTRIBUTES + 1]  # one more tells the decoder that some are left out
    return [KeyValue(key=text(pair, "key"), value=any_value(pair.get("value"))) for pair in kept]


def any_value(given: Json, depth: int = 0) -> AnyValue:
    """An AnyValue. Raises ItemRefused, ValueError or TypeError."""
    if not given or depth > MAX_DEPTH:
        return AnyValue()
    if not isinstance(given, dict):
        raise ItemRefused("bad_value", 'an attribute value must be an object such as {"stringValue": "x"}')
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
