"""Which of the models without a price can be given one, and where."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from finops.core.periods import Days
from finops.ingestion.types import UnpricedModel
from finops.prices.matching import canonical_provider
from finops.prices.selectors import set_by_hand
from finops.prices.types import PriceReason
from finops.spend import links, reasons
from finops.spend.types import Filter

PRICEABLE = {PriceReason.UNKNOWN_PROVIDER, PriceReason.UNKNOWN_MODEL, PriceReason.NO_TOKEN_RATE}


class UnpricedLine(NamedTuple):
    """A model without a price, why, its charges, and what can be done."""

    model: UnpricedModel
    reason: str
    url: str
    price_url: str  # where a price is set; empty: no price would help
    priced_since: dt.date | None  # somebody set a price for calls from this UTC day on


def unpriced_lines(models: Sequence[UnpricedModel], days: Days) -> list[UnpricedLine]:
    """The models as the pages list them."""
    known = set_by_hand(model.model for model in models if model.model)
    return [_line(model, days, known) for model in models]


def exactly(dimension: str, value: str | None) -> Filter:
    """The filter that lets through one value, None included."""
    return Filter(dimension, missing=True) if value is None else Filter(dimension, (value,))


def seller(provider: str | None, model: str) -> str | None:
    """Whose price list a price of these calls belongs to; None: the calls do not say."""
    return canonical_provider(provider, None, model)


def _line(model: UnpricedModel, days: Days, known: Mapping[tuple[str, str], dt.date]) -> UnpricedLine:
    named = seller(model.provider, model.model) if model.model else None
    since = known.get((named, model.model)) if named and model.model else None
    price_url = _price_url(named, model) if named and model.reason in PRICEABLE else ""
    return UnpricedLine(model, reasons.unpriced(model.reason), _charges(model, days), price_url, since)


def _price_url(named: str, model: UnpricedModel) -> str:
    pairs = [("provider", named), ("model", model.model or ""), ("since", model.first_day.isoformat())]
    return links.address("price_set", pairs)


def _charges(model: UnpricedModel, days: Days) -> str:
    names = ("project", "provider", "request_model", "response_model")
    filters = tuple(exactly(name, getattr(model, name)) for name in names)
    return links.charges_url(days, filters, unpriced=True)
