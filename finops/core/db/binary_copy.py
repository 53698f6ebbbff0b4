"""Values in Postgres' binary COPY format, which spares the server the parsing of text.

Format: https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-BINARY-FORMAT . Each function
returns the length-prefixed bytes of one field; None becomes NULL.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Context, Decimal, Inexact
from functools import lru_cache
from struct import Struct

HEADER = b"PGCOPY\n\xff\r\n\x00" + b"\x00" * 8
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
JSONB_VERSION = b"\x01"
TEXT_OID = 25
UNIX_TO_POSTGRES_US = 946_684_800 * 1_000_000  # timestamptz counts from 2000-01-01
NUMERIC_SCALE = 24  # digits after the point: numeric(38, 24)
_SCALE_GROUPS = NUMERIC_SCALE // 4
_EXACT = Context(prec=100, traps=[Inexact])  # the default of 28 digits would round

_length = Struct("!i").pack
_int4 = Struct("!ii").pack
_int8 = Struct("!iq").pack
_float8 = Struct("!id").pack
_numeric = [Struct(f"!ihhhh{count}h").pack for count in range(16)]
_array_head = Struct("!iiIii").pack
_TRUE, _FALSE = _length(1) + b"\x01", _length(1) + b"\x00"
_ONE, _E16, _E8, _E4 = 10**NUMERIC_SCALE, 10**16, 10**8, 10**4
_SIXTEEN_PLACES = Decimal(_E16)
_ZERO = _numeric[0](8, 0, 0, 0, NUMERIC_SCALE)


def postgres_us(unix_ns: int) -> int:
    """Unix nanoseconds as the microseconds of a timestamptz."""
    return unix_ns // 1000 - UNIX_TO_POSTGRES_US


def postgres_us_of(moment: dt.datetime) -> int:
    """An aware datetime as the microseconds of a timestamptz."""
    return round(moment.timestamp() * 1_000_000) - UNIX_TO_POSTGRES_US


def int4(value: int | None) -> bytes:
    """An integer."""
    return NULL if value is None else _int4(4, value)


def int8(value: int | None) -> bytes:
    """A bigint or a timestamptz in microseconds."""
    return NULL if value is None else _int8(8, value)


def float8(value: float | None) -> bytes:
    """A double precision."""
    return NULL if value is None else _float8(8, value)


def boolean(value: bool) -> bytes:
    """A boolean."""
    return _TRUE if value else _FALSE


def raw(value: bytes | None) -> bytes:
    """A uuid or bytea."""
    return NULL if value is None else _length(len(value)) + value


def text(value: str | None) -> bytes:
    """A text; the caller has removed NUL characters."""
    if value is None:
        return NULL
    encoded = value.encode()
    return _length(len(encoded)) + encoded


# For texts that repeat: names of models, services, operations.
cached_text = lru_cache(maxsize=5_000)(text)


def jsonb(value: bytes | None) -> bytes:
    """JSON text as jsonb."""
    return NULL if value is None else _length(len(value) + 1) + JSONB_VERSION + value


@lru_cache(maxsize=2_000)
def text_array(values: Sequence[str]) -> bytes:
    """A one-dimensional text[]; NULL when empty. Takes a tuple."""
    if not values:
        return NULL
    body = b"".join(text(value) for value in values)
    return _length(20 + len(body)) + _array_head(1, 0, TEXT_OID, len(values), 1) + body


def numeric(value: Decimal | None) -> bytes:
    """A numeric(38, 24), exactly. Raises ValueError beyond 24 decimals."""
    if value is None:
        return NULL
    if not value:
        return _ZERO
    try:
        scaled = _EXACT.multiply(value, _SIXTEEN_PLACES)
        number = int(scaled)
        if 0 < number < _E16 and number == scaled:  # what most calls cost: four groups after the point
            high, low = divmod(number, _E8)
            return _numeric[4](16, 4, -1, 0, NUMERIC_SCALE, *divmod(high, _E4), *divmod(low, _E4))
        number = int(_EXACT.to_integral_exact(value.scaleb(NUMERIC_SCALE, _EXACT)))
    except Inexact:
        raise ValueError(f"{value} has more than {NUMERIC_SCALE} decimals") from None
    whole, fraction = divmod(abs(number), _ONE)
    high, low = divmod(fraction, _E16)
    middle, low = divmod(low, _E8)
    groups = [*_whole_groups(whole), *divmod(high, _E4), *divmod(middle, _E4), *divmod(low, _E4)]
    weight = len(groups) - 1 - _SCALE_GROUPS
    while not groups[-1]:
        groups.pop()  # trailing zero groups are not sent
    count = len(groups)
    return _numeric[count](8 + 2 * count, count, weight, 0x4000 if number < 0 else 0, NUMERIC_SCALE, *groups)


def _whole_groups(whole: int) -> list[int]:
    """The digits before the point in base 10,000, most significant first."""
    groups: list[int] = []
    while whole:
        whole, group = divmod(whole, _E4)
        groups.append(group)
    return groups[::-1]
