"""Reading numbers and texts that come from outside (telemetry reference 5.3, type rules)."""

import math
from collections.abc import Mapping
from decimal import Context, Decimal, InvalidOperation

from ingest.carriers import dig, parse
from ingest.records import Value

Keys = tuple[str, ...]

MAX_TOKENS = 1_000_000_000
MAX_COST = Decimal(1_000_000)  # USD for one call
COST_PLACES = Decimal(1).scaleb(-24)
MAX_TEXT = 256
MAX_NUMBER_TEXT = 64
BAD_VALUE = "bad_value"
# Large enough for the bound above with all places of a price.
exact = Context(prec=60)


def count(attributes: Mapping[str, Value], keys: Keys, flags: list[str]) -> int | None:
    """The first readable count of tokens under these keys; an unreadable one is flagged and passed over."""
    for key in keys:
        value = attributes.get(key)
        if value is None:
            continue
        if type(value) is int and 0 <= value <= MAX_TOKENS:
            return value
        number = _number(value)
        if number is not None and 0 <= number <= MAX_TOKENS:
            return number
        if value != "":
            flags.append(BAD_VALUE)
    return None


def text(attributes: Mapping[str, Value], keys: Keys) -> str | None:
    """The first name under these keys; empty and overlong ones are none."""
    for key in keys:
        value = attributes.get(key)
        if type(value) is str and 0 < len(value) <= MAX_TEXT:
            return value
    return None


def is_hit(value: Value) -> bool:
    """Whether a gateway says that its cache answered: a boolean, maybe as text, or a word."""
    return value is True or (isinstance(value, str) and value.lower() in ("true", "hit"))


def nanoseconds(value: Value, unit_ns: int) -> int | None:
    """A duration of up to a day, given in units of so many nanoseconds."""
    if isinstance(value, str) and len(value) <= MAX_NUMBER_TEXT:
        value = _decimal_or_none(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value * unit_ns) if 0 <= value <= 86_400 * 10**9 / unit_ns else None


def money(value: Value, flags: list[str]) -> Decimal | None:
    """An emitted cost in USD, at most 24 places; what cannot be one is flagged."""
    if value is None or value == "":
        return None
    cost = _cost(str(value)) if type(value) in (float, int, str) else None
    if cost is None:
        flags.append(BAD_VALUE)
    return cost


def _cost(written: str) -> Decimal | None:
    try:
        cost = Decimal(written) if len(written) <= MAX_NUMBER_TEXT else None
        if cost is None or not 0 <= cost <= MAX_COST:
            return None
    except InvalidOperation:
        return None
    if len(written) <= 24 and "e" not in written and "E" not in written:
        return cost  # without an exponent it has fewer places than characters
    return cost if _places(cost) <= 24 else cost.quantize(COST_PLACES, context=exact)


def _places(cost: Decimal) -> int:
    exponent = cost.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _number(value: Value) -> int | None:
    """An integer in any of the ways emitters write one; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value.is_integer() else None
    if isinstance(value, str) and len(value) <= MAX_NUMBER_TEXT:
        return _number_in(value.strip())
    return _number(dig(value, "intValue")) if isinstance(value, Mapping) else None


def _number_in(value: str) -> int | None:
    if value.isascii() and value.isdigit():
        return int(value)
    if value.startswith("{"):
        inner = dig(parse(value), "intValue")
        return _number(inner) if not isinstance(inner, Mapping) else None
    number = _decimal_or_none(value)
    return int(number) if number is not None and number.is_integer() else None


def _decimal_or_none(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
