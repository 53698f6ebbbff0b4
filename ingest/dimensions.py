"""Which attribute states which attribution dimension (telemetry reference 5.11).

Called once per distinct attribute. The rank says how strong a statement is: of several on one span the
lowest wins. Fallback statements go to a dimension of their own, read when nobody states it properly.
"""

from collections.abc import Iterable, Mapping, Sequence

from finops.telemetry.types import CARRIER_PREFIXES, FALLBACK_SUFFIX, MEANINGLESS
from ingest.carriers import clean, parse, parse_mapping
from ingest.custom_names import NO_CUSTOM, CustomNames, plain
from ingest.dimension_names import (
    CARRIER_KEYS,
    NAMES,
    RESOURCE_KEYS,
    SPAN_KEYS,
    TAG_DIMENSIONS,
    TAG_KEYS,
)
from ingest.records import Value

Found = tuple[str, int, str]  # dimension, rank, value

MAX_VALUE = 256
MAX_CARRIED = 50
CARRIED_RANK, TAG_RANK, SPAN_RANK_ON_RESOURCE = 100, 200, 1000
UNKNOWN_SERVICE = "unknown_service"
ROUTE_DIMENSION = "feature" + FALLBACK_SUFFIX


def attribute_dims(key: str, value: Value, custom: CustomNames = NO_CUSTOM) -> tuple[Found, ...]:
    """What one span attribute says about the dimensions."""
    found: list[Found] = []
    for stated in (SPAN_KEYS.get(key), custom.keys.get(key)):
        if stated:
            found += _stated(stated, value)
    if key in TAG_KEYS:
        found += _tagged(value, custom)
    elif key in CARRIER_KEYS:
        found += _carried(parse_mapping(value) or {}, custom)
    elif key.startswith(CARRIER_PREFIXES):
        found += _carried_under(key, value, custom)
    return tuple(found)


def states_a_dimension(key: str, custom: CustomNames = NO_CUSTOM) -> bool:
    """Whether an attribute of this name can say anything about the dimensions."""
    if key in custom.keys:
        return True
    return key in SPAN_KEYS or key in TAG_KEYS or key in CARRIER_KEYS or key.startswith(CARRIER_PREFIXES)


def merge_dims(found: Iterable[Found]) -> dict[str, str]:
    """The strongest statement of each dimension, whatever the order of attributes."""
    best: dict[str, tuple[int, str]] = {}
    for dimension, rank, value in found:
        known = best.get(dimension)
        if known is None or (rank, value) < known:
            best[dimension] = (rank, value)
    return {dimension: strongest[1] for dimension, strongest in best.items()}


def resource_dims(attributes: Mapping[str, Value], custom: CustomNames = NO_CUSTOM) -> dict[str, str]:
    """What a resource or scope says about the dimensions of all its spans."""
    found: list[Found] = []
    for key, value in attributes.items():
        if key in RESOURCE_KEYS:
            found += _stated([*RESOURCE_KEYS[key], *custom.keys.get(key, ())], value)
        else:
            found += [
                (dimension, SPAN_RANK_ON_RESOURCE + rank, text)
                for dimension, rank, text in attribute_dims(key, value, custom)
            ]
    return merge_dims(one for one in found if not one[2].startswith(UNKNOWN_SERVICE))


def with_route(dims: Mapping[str, str], attributes: Mapping[str, Value]) -> Mapping[str, str]:
    """Dimensions of a span that serves a request: its route names the feature when nothing better does.

    Not for the spans of clients, whose route is that of somebody else's API.
    """
    route = dimension_text(attributes.get("http.route"))
    return dims if route is None else {ROUTE_DIMENSION: route, **dims}


def dimension_text(value: Value) -> str | None:
    """A value as a dimension holds it: trimmed, bounded, and None when it means nothing."""
    if isinstance(value, str):
        text = clean(value).strip()[:MAX_VALUE].rstrip()
        return None if text.lower() in MEANINGLESS else text
    if isinstance(value, bool | None | Mapping):
        return None
    if isinstance(value, int | float):
        return str(value)[:MAX_VALUE]
    return dimension_text(value[0]) if len(value) == 1 else None


def _stated(stated: Sequence[tuple[str, int]], value: Value) -> list[Found]:
    text = dimension_text(value)
    return [] if text is None else [(dimension, rank, text) for dimension, rank in stated]


def _carried(values: Mapping[str, Value], custom: CustomNames) -> list[Found]:
    """Free-form metadata, one level deep."""
    found: list[Found] = []
    for name, value in list(values.items())[:MAX_CARRIED]:
        if name == "tags":
            found += _tagged(value, custom)
        else:
            found += _named(name, value, custom)
    return found


def _carried_under(key: str, value: Value, custom: CustomNames) -> list[Found]:
    """Free-form metadata with one attribute for each name."""
    for prefix in CARRIER_PREFIXES:
        if key.startswith(prefix):
            return _carried({key[len(prefix) :]: value}, custom)
    return []


def _named(name: str, value: Value, custom: CustomNames) -> list[Found]:
    """A name of free-form metadata, whatever its spelling."""
    spelled = plain(name)
    stated = [one for one in (NAMES.get(spelled), custom.names.get(spelled)) if one]
    text = dimension_text(value) if stated else None
    return [] if text is None else [(dimension, CARRIED_RANK + rank, text) for dimension, rank in stated]


def _tagged(value: Value, custom: CustomNames) -> list[Found]:
    """Tags such as `journey:refund-request`."""
    if isinstance(value, str):
        value = parse(value) if value[:1] == "[" else value.split(",")
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    found: list[Found] = []
    for tag in value[:MAX_CARRIED]:
        name, colon, rest = tag.partition(":") if isinstance(tag, str) else ("", "", "")
        text = dimension_text(rest) if colon else None
        name = name.strip()
        dimension = name if name in TAG_DIMENSIONS else custom.tags.get(name)
        if text is not None and dimension is not None:
            found.append((dimension, TAG_RANK, text))
    return found
