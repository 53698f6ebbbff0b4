"""The public price catalogue, genai-prices, as plain records: who sells what at which price and when.

Its conditions and variants are evaluated here, once: each model becomes prices that do not overlap.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from genai_prices import types as genai
from genai_prices.data import providers as genai_providers
from genai_prices.data_units import unit_data

from finops.prices.types import CatalogueModel, CatalogueProvider, Context, DatedPrice, Rate, Rule

MIDNIGHT = dt.time(0)
UNIT_OF_PRICE_KEY = {unit.get("price_key", key): (key, int(unit["per"])) for key, unit in unit_data.items()}
CLAUSES = {
    genai.ClauseEquals: "equals",
    genai.ClauseStartsWith: "starts_with",
    genai.ClauseEndsWith: "ends_with",
    genai.ClauseContains: "contains",
    genai.ClauseRegex: "regex",
}


def catalogue_version() -> str:
    """Source and version, as charges name it."""
    return f"genai-prices {version('genai-prices')}"


def read_catalogue(providers: Iterable[genai.Provider] = genai_providers) -> Iterator[CatalogueProvider]:
    """All providers in the catalogue's order."""
    for provider in providers:
        yield CatalogueProvider(
            name=provider.id,
            title=provider.name,
            fallback=tuple(provider.fallback_model_providers or ()),
            models=tuple(_model(model) for model in provider.models),
        )


def _model(model: genai.ModelInfo) -> CatalogueModel:
    return CatalogueModel(model.id, model.name or model.id, _rule(model.match), tuple(_prices(model)))


def _rule(clause: Any) -> Rule:
    if isinstance(clause, genai.ClauseOr):
        return {"or": [_rule(inner) for inner in clause.or_]}
    if isinstance(clause, genai.ClauseAnd):
        return {"and": [_rule(inner) for inner in clause.and_]}
    name = CLAUSES[type(clause)]
    return {name: getattr(clause, name)}


def _prices(model: genai.ModelInfo) -> Iterator[DatedPrice]:
    contexts: list[Context] = [{}]
    for variant in model.price_variants or ():
        if variant.when not in contexts:
            contexts.append(variant.when)
    for context in contexts:
        yield from _dated(model, context)


def _dated(model: genai.ModelInfo, context: Context) -> Iterator[DatedPrice]:
    """The prices of one context; a day on which nothing changes makes no new price."""
    days, times = _boundaries(model)
    previous: list[DatedPrice] = []
    for day in days:
        windows = _windows(model, context, day, times)
        if [price._replace(valid_from=None) for price in windows] != previous:
            yield from windows
            previous = [price._replace(valid_from=None) for price in windows]


def _windows(
    model: genai.ModelInfo, context: Context, day: dt.date | None, times: list[dt.time]
) -> list[DatedPrice]:
    """The prices of one day by time of day; none while no variant for the context has begun."""
    probes = [dt.datetime.combine(day or dt.date.min, time, dt.UTC) for time in times]
    if context and not any(_applies(model, context, probe) for probe in probes):
        return []
    prices: list[DatedPrice] = []
    for probe in probes:
        rates = _rates(model, model.get_prices(probe, context or None))
        if not prices or prices[-1].rates != rates:
            prices.append(DatedPrice(context, day, probe.time(), None, rates))
    if len(prices) == 1:
        return [prices[0]._replace(time_from=None)]
    following = [*prices[1:], None]
    return [
        price._replace(time_until=later.time_from if later else None)
        for price, later in zip(prices, following, strict=True)
    ]


def _applies(model: genai.ModelInfo, context: Context, moment: dt.datetime) -> bool:
    return any(
        variant.when == context and (variant.constraint is None or variant.constraint.active(moment))
        for variant in model.price_variants or ()
    )


def _boundaries(model: genai.ModelInfo) -> tuple[list[dt.date | None], list[dt.time]]:
    """The days and times of day at which any of the model's prices begins or ends."""
    days: set[dt.date] = set()
    times = {MIDNIGHT}
    conditional = model.prices if isinstance(model.prices, list) else []
    for priced in (*conditional, *(model.price_variants or ())):
        if isinstance(priced.constraint, genai.StartDateConstraint):
            days.add(priced.constraint.start_date)
        elif isinstance(priced.constraint, genai.TimeOfDateConstraint):
            times |= {_utc(priced.constraint.start_time), _utc(priced.constraint.end_time)}
    return [None, *sorted(days)], sorted(times)


def _utc(time: dt.time) -> dt.time:
    moment = dt.datetime.combine(dt.date(2000, 1, 1), time)
    return moment.astimezone(dt.UTC).time() if time.tzinfo else time


def _rates(model: genai.ModelInfo, prices: genai.ModelPrice) -> tuple[Rate, ...]:
    rates = [
        rate for key, price in vars(prices).items() if price is not None for rate in _unit_rates(key, price)
    ]
    if not rates and model.id.endswith(":free"):
        # Listed as free and therefore without rates: a zero price, not an unknown one.
        rates = [*_unit_rates("input_mtok", Decimal(0)), *_unit_rates("output_mtok", Decimal(0))]
    return tuple(sorted(rates))


def _unit_rates(key: str, price: Any) -> list[Rate]:
    unit, per = UNIT_OF_PRICE_KEY[key]
    if not isinstance(price, genai.TieredPrices):
        return [Rate(unit, per, price)]
    return [Rate(unit, per, price.base), *(Rate(unit, per, tier.price, tier.start) for tier in price.tiers)]
