"""Prices that people set, for models whose price no catalogue knows."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models.functions import Now

from finops.audit import services as audit
from finops.prices.content import content_hash
from finops.prices.matching import canonical_provider
from finops.prices.models import Price, PriceComponent, PricedModel, PriceProvider, PriceRevision
from finops.prices.types import DatedPrice, Rate

PER = 1_000_000
LONGEST_MODEL, LONGEST_PROVIDER = 200, 100  # characters, as their columns have them
FIRST = -1  # before every rule of the catalogue: an exact name that somebody priced is meant


class ManualRates(NamedTuple):
    """USD per million tokens. Without a rate of its own cached input costs what input costs."""

    input: Decimal
    cache_read: Decimal | None
    output: Decimal


class CannotPrice(ValueError):
    """No price can find these calls; the message says why and what to do."""


@transaction.atomic
def price_set(
    *, provider: str | None, model: str, rates: ManualRates, valid_from: dt.date, actor: Any
) -> Price:
    """The price of a model by its exact name, for calls from a UTC day on; readers load it within seconds.

    A price of the same model and day is superseded; setting the same again changes nothing. Raises
    CannotPrice for a call that names no provider, or a name too long to be one.
    """
    seller = canonical_provider(provider, None, model)
    if seller is None or not 0 < len(model) <= LONGEST_MODEL or len(seller) > LONGEST_PROVIDER:
        raise CannotPrice("A price needs a provider and a model. Set gen_ai.provider.name on the span.")
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE price_revision IN SHARE ROW EXCLUSIVE MODE")  # as a sync does
    priced = _model(seller, model)
    dated = DatedPrice({}, valid_from, None, None, tuple(_rates(rates)))
    digest = content_hash(dated)
    in_force = Price.objects.filter(model=priced, source=Price.Source.MANUAL, superseded_at=None)
    if same := in_force.filter(content_hash=digest).first():
        return same
    replaced = list(in_force.filter(valid_from=valid_from).values_list("pk", flat=True))
    price = _insert(priced, dated, digest, replaced, actor)
    _tell(price, seller, model, rates, actor, superseded=len(replaced))
    return price


def _model(seller: str, model: str) -> PricedModel:
    provider, _ = PriceProvider.objects.get_or_create(name=seller, defaults={"title": seller})
    rule = {"equals": model.lower()}
    priced, created = PricedModel.objects.get_or_create(
        provider=provider, name=model, defaults={"title": model, "match": rule, "position": FIRST}
    )
    if not created and priced.position is None:  # the catalogue gave it up
        priced.match, priced.position = rule, FIRST
        priced.save(update_fields=["match", "position"])
    return priced


def _rates(rates: ManualRates) -> Iterator[Rate]:
    yield Rate("input_tokens", PER, rates.input)
    yield Rate("output_tokens", PER, rates.output)
    if rates.cache_read is not None:
        yield Rate("cache_read_tokens", PER, rates.cache_read)


def _insert(priced: PricedModel, dated: DatedPrice, digest: str, replaced: list[int], actor: Any) -> Price:
    Price.objects.filter(pk__in=replaced).update(superseded_at=Now())
    price = Price.objects.create(
        model=priced,
        context=dated.context,
        valid_from=dated.valid_from,
        source=Price.Source.MANUAL,
        source_version=f"by {actor}"[:100],
        content_hash=digest,
    )
    Price.objects.filter(pk__in=replaced).update(superseded_by=price)
    PriceComponent.objects.bulk_create(
        [PriceComponent(price=price, **rate._asdict()) for rate in dated.rates]
    )
    return price


def _tell(price: Price, seller: str, model: str, rates: ManualRates, actor: Any, *, superseded: int) -> None:
    # Readers keep their book until there is a new revision.
    PriceRevision.objects.create(source_version=price.source_version, added=1, superseded=superseded)
    given = {name: str(rate) for name, rate in rates._asdict().items() if rate is not None}
    detail = {**given, "valid_from": str(price.valid_from), "price": price.pk}
    audit.record(actor=actor, action="prices.price.set", target=f"{seller} {model}", detail=detail)
