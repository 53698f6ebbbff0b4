"""Prices prepared for calculation: what to count and what to subtract, worked out once per price."""

from collections.abc import Iterable, Iterator
from decimal import Context, Decimal, Inexact
from typing import NamedTuple

from finops.prices.types import Rate, Usage
from finops.prices.units import OVERLAPS, UNITS, Kind

# Wide enough for any rate times any 64-bit count; a result that does not fit is an error, not rounded.
EXACT = Context(prec=120, traps=[Inexact])
PER_CALL = -1  # in place of a field: one per call

_FIELD = {unit: Usage._fields.index(known.field) for unit, known in UNITS.items() if known.field}
INPUT, OUTPUT = _FIELD["input_tokens"], _FIELD["output_tokens"]


class Line(NamedTuple):
    """One unit of a price: its quantity is a field of `Usage` less the parts priced on their own."""

    unit: str
    kind: Kind
    field: int
    parts: tuple[int, ...]
    per: int
    rate: Decimal  # USD per `per`
    unit_rate: Decimal  # USD per one


class Band(NamedTuple):
    """The lines in force once the input exceeds `start` tokens. A cliff: they apply to all tokens."""

    start: int
    lines: tuple[Line, ...]


class Tariff(NamedTuple):
    """One price, ready to calculate with."""

    price_id: int
    bands: tuple[Band, ...]  # highest start first; the last starts at 0
    required: tuple[int, ...]  # fields of `Usage` without which there is no cost
    overlaps: tuple[tuple[int, int], ...]  # pairs of fields that may not both be above zero
    strays: tuple[tuple[int, int], ...]  # a priced field and a part that may not be sent without it
    has_token_rate: bool


def tariff_of(price_id: int, rates: Iterable[Rate]) -> Tariff:
    """Prepare the rates of one price. Units that telemetry does not meter are left out."""
    rates = tuple(rates)
    metered = [rate for rate in rates if rate.unit in UNITS]
    priced = {rate.unit for rate in metered}
    starts = sorted({rate.tier_start for rate in metered} | {0}, reverse=True)
    return Tariff(
        price_id=price_id,
        bands=tuple(Band(start, _lines(metered, priced, start)) for start in starts),
        required=_required(metered),
        overlaps=tuple(
            (_FIELD[a], _FIELD[b]) for a, b in (OVERLAPS.get(rate.unit, ("", "")) for rate in rates) if a
        ),
        strays=tuple(_strays(priced)),
        has_token_rate=any(UNITS[unit].field for unit in priced),
    )


def _lines(rates: list[Rate], priced: set[str], start: int) -> tuple[Line, ...]:
    in_force: dict[str, Rate] = {}
    for rate in sorted(rates, key=lambda rate: rate.tier_start):
        if rate.tier_start <= start:
            in_force[rate.unit] = rate
    return tuple(_line(in_force[unit], priced) for unit in UNITS if unit in in_force)


def _line(rate: Rate, priced: set[str]) -> Line:
    parts = tuple(_FIELD[unit] for unit in priced if _nearest_priced(unit, priced) == rate.unit)
    return Line(
        unit=rate.unit,
        kind=UNITS[rate.unit].kind,
        field=_FIELD.get(rate.unit, PER_CALL),
        parts=tuple(sorted(parts)),
        per=rate.per,
        rate=rate.rate,
        unit_rate=EXACT.divide(rate.rate, Decimal(rate.per)),
    )


def _nearest_priced(unit: str, priced: set[str]) -> str | None:
    return next((outer for outer in UNITS[unit].within if outer in priced), None)


def _strays(priced: set[str]) -> Iterator[tuple[int, int]]:
    """Parts without a rate of their own; where they have one, subtracting them shows the gap."""
    for part in UNITS.keys() - priced:
        outer = _nearest_priced(part, priced)
        if outer and UNITS[outer].within:
            yield _FIELD[outer], _FIELD[part]


def _required(rates: list[Rate]) -> tuple[int, ...]:
    """The totals that decide the cost; one that only zero rates apply to may stay unknown."""
    kinds = {UNITS[rate.unit].kind for rate in rates if rate.rate}
    fields = set()
    if kinds & {Kind.INPUT, Kind.CACHE_READ, Kind.CACHE_WRITE} or any(rate.tier_start for rate in rates):
        fields.add(INPUT)
    if Kind.OUTPUT in kinds:
        fields.add(OUTPUT)
    return tuple(sorted(fields))
