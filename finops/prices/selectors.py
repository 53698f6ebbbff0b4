"""Reads of the price book for pages and the API."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, Min, QuerySet

from finops.prices.models import Price
from finops.prices.reading import plain
from finops.prices.types import PriceExplanation, PriceReference, Rate

MOST_HISTORY = 50


def price_references(price_ids: Iterable[int]) -> dict[int, PriceReference]:
    """Where prices come from, by id, in one query; superseded ones included."""
    return {price.pk: _reference(price) for price in Price.objects.filter(pk__in=set(price_ids))}


def price_explain(price_id: int) -> PriceExplanation | None:
    """Everything about one price, superseded or not; None when there is no such price."""
    price = Price.objects.select_related("model__provider").filter(pk=price_id).first()
    if price is None:
        return None
    return PriceExplanation(
        reference=_reference(price),
        provider=price.model.provider.name,
        model=price.model.name,
        context=price.context,
        valid_until=_next_start(price),
        time_from=price.time_from,
        time_until=price.time_until,
        superseded_at=price.superseded_at,
        rates=tuple(
            Rate(component.unit, component.per, plain(component.rate), component.tier_start)
            for component in price.components.all()
        ),
    )


def price_history(price_id: int) -> list[PriceReference]:
    """All prices of the same model and context that are not superseded, the newest first."""
    price = Price.objects.filter(pk=price_id).first()
    if price is None:
        return []
    same = Price.objects.filter(model_id=price.model_id, context=price.context, superseded_at=None)
    newest_first = F("valid_from").desc(nulls_last=True)
    return [_reference(found) for found in same.order_by(newest_first, "-pk")[:MOST_HISTORY]]


def _reference(price: Price) -> PriceReference:
    return PriceReference(price.pk, price.source, price.source_version, price.valid_from)


def _next_start(price: Price) -> dt.date | None:
    """The day on which the next price of the same model and context begins."""
    later: QuerySet[Price] = Price.objects.filter(
        model=price.model, context=price.context, superseded_at=None, valid_from__isnull=False
    )
    if price.valid_from:
        later = later.filter(valid_from__gt=price.valid_from)
    start: dt.date | None = later.aggregate(start=Min("valid_from"))["start"]
    return start


def set_by_hand(models: Iterable[str]) -> dict[tuple[str, str], dt.date]:
    """Since which UTC day the latest price that a person set holds, by provider and model."""
    prices = Price.objects.filter(
        source=Price.Source.MANUAL, superseded_at=None, model__name__in=set(models)
    ).values_list("model__provider__name", "model__name", "valid_from")
    return {(provider, model): day for provider, model, day in prices.order_by("valid_from") if day}
