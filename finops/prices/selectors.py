"""Reads of the price book for pages and the API."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import F, Min, Q, QuerySet

from finops.prices.changes import CallName, ModelRule, PriceChange, changed, models_called, seller
from finops.prices.models import Price, PricedModel
from finops.prices.reading import plain
from finops.prices.types import PriceExplanation, PriceReference, Rate

MOST_HISTORY, MOST_CHANGES = 50, 12


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
        rates=_rates(price),
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


def price_changes(calls: Iterable[CallName], *, first: dt.date, past: dt.date) -> list[PriceChange]:
    """What changed in the ordinary price of these models from one UTC day to before another, oldest first.

    At most `MOST_CHANGES`. Prices of special tiers and of hours of the day are left out.
    """
    named = list(calls)
    by_seller = {seller(call) for call in named}
    ordinary = Price.objects.filter(superseded_at=None, context={}, time_from=None).order_by(
        "valid_from", "pk"
    )
    begun = ordinary.filter(valid_from__gte=first, valid_from__lt=past, model__provider__name__in=by_seller)
    if not (new := set(begun.values_list("model_id", flat=True))):
        return []
    rules = PricedModel.objects.filter(provider__name__in=by_seller, position__isnull=False)
    ordered = rules.order_by("position", "pk").values_list("provider__name", "pk", "match")
    called = models_called(named, (ModelRule(*row) for row in ordered))
    prices = ordinary.filter(Q(valid_from__lt=past) | Q(valid_from=None), model_id__in=new & called.keys())
    found = [change for group in _by_model(prices) for change in _changes(group, called, first)]
    return sorted(found, key=lambda change: (change.day, change.call.model))[-MOST_CHANGES:]


def _by_model(prices: QuerySet[Price]) -> Iterable[list[Price]]:
    groups: dict[int, list[Price]] = {}
    for price in prices.order_by(F("valid_from").asc(nulls_first=True), "pk").prefetch_related("components"):
        groups.setdefault(price.model_id, []).append(price)
    return groups.values()


def _changes(prices: list[Price], called: Mapping[int, CallName], first: dt.date) -> Iterable[PriceChange]:
    before: tuple[Rate, ...] = ()
    for price in prices:
        after = _rates(price)
        if price.valid_from and price.valid_from >= first and changed(before, after):
            yield PriceChange(called[price.model_id], price.valid_from, before, after)
        before = after


def _rates(price: Price) -> tuple[Rate, ...]:
    return tuple(
        Rate(component.unit, component.per, plain(component.rate), component.tier_start)
        for component in price.components.all()
    )
