"""Costs against the price each charge names."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from finops.core.db.files import read_sql
from finops.ledger.settling.closure import Connection
from finops.ledger.verification.difference import Difference, compare
from finops.prices.calculation import calculate
from finops.prices.tariff import Tariff, tariff_of
from finops.prices.types import Cost, PriceStatus, Rate, Usage

CHARGES = read_sql(__file__, "verify_costs.sql")
RATES = read_sql(__file__, "verify_rates.sql")
PARTS = ("cost", "cost_input", "cost_cache_read", "cost_cache_write", "cost_output", "cost_other")


class Priced(NamedTuple):
    """A charge with its cost, the price it names and what was metered."""

    project_id: int
    trace_id: UUID
    span_id: int
    status: int
    price_id: int | None
    costs: tuple[Decimal | None, ...]
    emitted: Decimal | None
    usage: Usage
    many_calls: bool


def cost_differences(connection: Connection, reading: Connection, since: dt.datetime) -> Iterator[Difference]:
    """Every charge from `since` on whose cost is not what its price, or its emitter, says.

    `connection` streams the charges while `reading` looks up their prices.
    """

    @lru_cache(maxsize=10_000)
    def tariff(price_id: int) -> Tariff | None:
        rows = reading.execute(RATES, [price_id]).fetchall()
        return tariff_of(price_id, [Rate(*row) for row in rows]) if rows else None

    with connection.cursor("verify_costs") as cursor:
        cursor.execute(CHARGES, {"since": since})
        for row in cursor:
            charge = _priced(row)
            price = tariff(charge.price_id) if charge.price_id is not None else None
            yield from _differences(charge, price)


def _priced(row: tuple[Any, ...]) -> Priced:
    project_id, trace_id, span_id, status, price_id = row[:5]
    usage, line = Usage(*row[12:20]), row[20]
    return Priced(project_id, trace_id, span_id, status, price_id, tuple(row[5:11]), row[11], usage, line < 0)


def _differences(charge: Priced, price: Tariff | None) -> list[Difference]:
    place = f"charge {charge.trace_id.hex}/{charge.span_id % 2**64:016x}"
    stored: dict[str, object] = dict(zip(PARTS, charge.costs, strict=True))
    if charge.status == PriceStatus.PRICED:
        if price is None:
            return [Difference(place, "its price", charge.price_id, "a price that exists")]
        cost = calculate(price, charge.usage, explain=False, many_calls=charge.many_calls)
        if not isinstance(cost, Cost):
            return [Difference(place, "cost", charge.costs[0], None)]
        return compare(place, stored, dict(zip(PARTS, cost[:6], strict=True)))
    return compare(place, stored, {"cost": _without_price(charge)})


def _without_price(charge: Priced) -> Decimal | None:
    if charge.status == PriceStatus.FREE:
        return Decimal(0)
    return charge.emitted if charge.status == PriceStatus.EMITTED else None
