"""Writes of the price book."""

from typing import NamedTuple

from django.db import connection, transaction
from django.db.models.functions import Now

from finops.audit import services as audit
from finops.prices import catalogue
from finops.prices.content import NewPrice, content_hash, new_prices
from finops.prices.models import Price, PriceComponent, PricedModel, PriceProvider, PriceRevision
from finops.prices.types import CatalogueProvider

BATCH = 2000  # rows per statement


class SyncResult(NamedTuple):
    """What a sync changed."""

    added: int
    superseded: int
    changed: bool  # prices or the rules that find them


def catalogue_sync(providers: tuple[CatalogueProvider, ...] | None = None, version: str = "") -> SyncResult:
    """Bring the catalogue's prices into the price book: new ones are added, changed ones superseded.

    Running it again changes nothing. Takes a few seconds the first time. `providers` and `version` are
    those of the installed genai-prices unless given.
    """
    providers = providers or tuple(catalogue.read_catalogue())
    version = version or catalogue.catalogue_version()
    with transaction.atomic():
        with connection.cursor() as cursor:
            # One sync at a time; readers are not held up.
            cursor.execute("LOCK TABLE price_revision IN SHARE ROW EXCLUSIVE MODE")
        models_changed = _sync_models(providers)
        added, superseded = _sync_prices(providers, version)
        changed = bool(models_changed or added or superseded)
        if changed:
            PriceRevision.objects.create(source_version=version, added=added, superseded=superseded)
            audit.record(
                actor="sync_prices",
                action="prices.catalogue.sync",
                target=version,
                detail={"added": added, "superseded": superseded},
            )
    return SyncResult(added, superseded, changed)


def _sync_models(providers: tuple[CatalogueProvider, ...]) -> int:
    """Bring names and rules up to date; returns how many rows changed."""
    PriceProvider.objects.bulk_create(
        [PriceProvider(name=provider.name) for provider in providers], ignore_conflicts=True
    )
    known = {provider.name: provider for provider in PriceProvider.objects.all()}
    changed_providers = []
    for provider in providers:
        row, wanted = known[provider.name], (provider.title, list(provider.fallback))
        if (row.title, row.fallback) != wanted:
            row.title, row.fallback = wanted
            changed_providers.append(row)
    PriceProvider.objects.bulk_update(changed_providers, ["title", "fallback"])
    wanted_models = [model for provider in providers for model in _rows(provider, known[provider.name])]
    return len(changed_providers) + _upsert(wanted_models) + _withdraw(wanted_models)


def _rows(provider: CatalogueProvider, row: PriceProvider) -> list[PricedModel]:
    return [
        PricedModel(provider=row, name=model.name, title=model.title, match=model.match, position=position)
        for position, model in enumerate(provider.models)
    ]


def _upsert(wanted: list[PricedModel]) -> int:
    fields = ("title", "match", "position")
    stored = {
        (model.provider_id, model.name): [getattr(model, field) for field in fields]
        for model in PricedModel.objects.all()
    }
    changed = [
        model
        for model in wanted
        if stored.get((model.provider_id, model.name)) != [getattr(model, field) for field in fields]
    ]
    PricedModel.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["provider", "name"],
        update_fields=fields,
        batch_size=BATCH,
    )
    return len(changed)


def _withdraw(wanted: list[PricedModel]) -> int:
    keep = {(model.provider_id, model.name) for model in wanted}
    # What people priced stays, although no catalogue has it.
    by_hand = Price.objects.filter(source=Price.Source.MANUAL, superseded_at=None)
    gone = [
        model.pk
        for model in PricedModel.objects.exclude(position=None).exclude(prices__in=by_hand)
        if (model.provider_id, model.name) not in keep
    ]
    return PricedModel.objects.filter(pk__in=gone).update(position=None)


def _sync_prices(providers: tuple[CatalogueProvider, ...], version: str) -> tuple[int, int]:
    model_ids = {(model.provider.name, model.name): model.pk for model in _all_models()}
    wanted = {(new.model_id, content_hash(new.dated)): new for new in new_prices(providers, model_ids)}
    live = Price.objects.filter(source=Price.Source.CATALOGUE, superseded_at=None)
    stored = {(price.model_id, price.content_hash): price for price in live}
    gone = [price for key, price in stored.items() if key not in wanted]
    # Out of the way first: of one content only one price may be in force.
    Price.objects.filter(pk__in=[price.pk for price in gone]).update(superseded_at=Now())
    added = _insert([(key, new) for key, new in wanted.items() if key not in stored], version)
    _link_successors(gone)
    return added, len(gone)


def _all_models() -> list[PricedModel]:
    return list(PricedModel.objects.select_related("provider"))


def _insert(new: list[tuple[tuple[int, str], NewPrice]], version: str) -> int:
    prices = Price.objects.bulk_create(
        [
            Price(
                model_id=model_id,
                context=price.dated.context,
                valid_from=price.dated.valid_from,
                time_from=price.dated.time_from,
                time_until=price.dated.time_until,
                source=Price.Source.CATALOGUE,
                source_version=version,
                content_hash=digest,
            )
            for (model_id, digest), price in new
        ],
        batch_size=BATCH,
    )
    components = [
        PriceComponent(price=row, **rate._asdict())
        for row, (_, price) in zip(prices, new, strict=True)
        for rate in price.dated.rates
    ]
    PriceComponent.objects.bulk_create(components, batch_size=BATCH)
    return len(prices)


def _link_successors(gone: list[Price]) -> None:
    """Point each superseded price to the one that took its place; a withdrawn one has none."""
    live = Price.objects.filter(superseded_at=None, model_id__in={price.model_id for price in gone})
    by_slot = {_slot(price): price.pk for price in live}
    for price in gone:
        price.superseded_by_id = by_slot.get(_slot(price))
    Price.objects.bulk_update(gone, ["superseded_by"], batch_size=BATCH)


def _slot(price: Price) -> tuple[object, ...]:
    context = tuple(sorted(price.context.items()))
    return price.model_id, price.source, context, price.valid_from, price.time_from
