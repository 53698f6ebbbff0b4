"""The price book's rows by plain SQL, for processes without the ORM in their hot path."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from finops.prices.schedule import Slot
from finops.prices.types import Rate

SQL = Path(__file__).parent / "sql"


class Cursor(Protocol):
    """A cursor of psycopg or Django that returns rows as tuples."""

    def execute(self, query: Any, /) -> Any: ...

    def fetchall(self) -> list[Any]: ...


class ModelRow(NamedTuple):
    """One model and the rule that finds it."""

    provider: str
    fallback: tuple[str, ...]
    model_id: int
    match: dict[str, Any]


class PriceRow(NamedTuple):
    """One price in force and what the call must have asked for."""

    model_id: int
    context: dict[str, str]
    slot: Slot


def read_version(cursor: Cursor) -> int:
    """The number of the newest revision; 0 when the price book is empty."""
    ((version,),) = _rows(cursor, "latest_revision")
    return int(version)


def read_models(cursor: Cursor) -> Iterator[ModelRow]:
    """All models that can be found, in the order in which they are tried."""
    for provider, fallback, model_id, match in _rows(cursor, "models_in_order"):
        yield ModelRow(provider, tuple(json.loads(fallback)), model_id, json.loads(match))


def read_prices(cursor: Cursor) -> Iterator[PriceRow]:
    """All prices in force."""
    for price_id, model_id, context, valid_from, time_from in _rows(cursor, "prices_in_force"):
        yield PriceRow(model_id, json.loads(context), Slot(price_id, valid_from, time_from))


def read_rates(cursor: Cursor) -> dict[int, list[Rate]]:
    """The rates of all prices in force, by price id."""
    rates: dict[int, list[Rate]] = {}
    for price_id, unit, per, rate, tier_start in _rows(cursor, "rates_in_force"):
        rates.setdefault(price_id, []).append(Rate(unit, per, plain(rate), tier_start))
    return rates


def plain(rate: Decimal) -> Decimal:
    """A stored number without the zeros that fill its column."""
    short = rate.normalize()
    return short if int(short.as_tuple().exponent) <= 0 else short.quantize(Decimal(1))


def _rows(cursor: Cursor, name: str) -> list[Any]:
    cursor.execute((SQL / f"{name}.sql").read_text())
    return cursor.fetchall()
