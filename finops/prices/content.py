"""What makes two prices the same."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from finops.prices.types import CatalogueProvider, DatedPrice


class NewPrice(NamedTuple):
    """A price of the catalogue and the model it belongs to."""

    model_id: int
    dated: DatedPrice


def new_prices(
    providers: Iterable[CatalogueProvider], model_ids: Mapping[tuple[str, str], int]
) -> Iterator[NewPrice]:
    """Every price of a catalogue, by the id of its model."""
    for provider in providers:
        for model in provider.models:
            for dated in model.prices:
                yield NewPrice(model_ids[provider.name, model.name], dated)


def content_hash(price: DatedPrice) -> str:
    """32 hexadecimal digits over everything that can make a difference to a charge."""
    rates = [
        (rate.unit, rate.per, format(rate.rate.normalize(), "f"), rate.tier_start) for rate in price.rates
    ]
    content = [
        sorted(price.context.items()),
        str(price.valid_from),
        str(price.time_from),
        str(price.time_until),
        sorted(rates),
    ]
    return hashlib.blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()
