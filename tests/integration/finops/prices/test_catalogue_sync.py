"""The catalogue in our own tables: complete, repeatable, never overwritten."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from genai_prices.data import providers as genai_providers

from finops.audit.models import Entry
from finops.prices.models import Price, PriceComponent, PricedModel, PriceRevision
from finops.prices.services import catalogue_sync
from finops.prices.types import CatalogueModel, CatalogueProvider, DatedPrice, Rate

pytestmark = pytest.mark.django_db


def a_price(rate: str, valid_from: dt.date | None = None, unit: str = "input_tokens") -> DatedPrice:
    return DatedPrice({}, valid_from, None, None, (Rate(unit, 1_000_000, Decimal(rate)),))


def a_catalogue(*prices: DatedPrice, model: str = "swift-1") -> tuple[CatalogueProvider, ...]:
    models = (CatalogueModel(model, "Swift 1", {"equals": model}, prices),)
    return (CatalogueProvider("acme", "Acme", (), models),)


def test_the_command_brings_in_every_model_of_the_catalogue(capsys) -> None:
    call_command("sync_prices")
    wanted = {(provider.id, model.id) for provider in genai_providers for model in provider.models}
    assert set(PricedModel.objects.values_list("provider__name", "name")) == wanted
    assert not PricedModel.objects.filter(prices=None).exists()
    assert " 0 superseded" in capsys.readouterr().out


def everything() -> list[list[dict[str, Any]]]:
    # In the order of their keys: that of their names joins tables of which Postgres knows nothing yet.
    return [list(model.objects.order_by("pk").values()) for model in (Price, PriceComponent)]


def test_running_it_again_changes_nothing() -> None:
    catalogue_sync()
    before = everything()
    again = catalogue_sync()
    assert (again.added, again.superseded, again.changed) == (0, 0, False)
    assert everything() == before
    assert PriceRevision.objects.count() == 1


def test_a_changed_price_is_superseded_and_kept_as_it_was() -> None:
    catalogue_sync(a_catalogue(a_price("2.50")), "catalogue 1")
    old = Price.objects.get()
    result = catalogue_sync(a_catalogue(a_price("1.25")), "catalogue 2")
    new = Price.objects.get(superseded_at=None)
    old.refresh_from_db()
    assert (result.added, result.superseded) == (1, 1)
    assert old.superseded_by == new
    assert (old.source_version, old.components.get().rate) == ("catalogue 1", Decimal("2.50"))
    assert (new.source_version, new.components.get().rate) == ("catalogue 2", Decimal("1.25"))


def test_a_new_dated_price_leaves_the_earlier_one_in_force() -> None:
    catalogue_sync(a_catalogue(a_price("2")), "catalogue 1")
    result = catalogue_sync(a_catalogue(a_price("2"), a_price("3", dt.date(2026, 5, 1))), "catalogue 2")
    assert (result.added, result.superseded) == (1, 0)
    assert Price.objects.filter(superseded_at=None).count() == 2


def test_a_price_that_returns_is_added_again() -> None:
    for rate in ("2", "3", "2"):
        catalogue_sync(a_catalogue(a_price(rate)), "catalogue")
    assert Price.objects.count() == 3
    assert Price.objects.get(superseded_at=None).components.get().rate == 2


def test_a_withdrawn_model_keeps_its_prices_but_is_no_longer_found() -> None:
    catalogue_sync(a_catalogue(a_price("2")), "catalogue 1")
    catalogue_sync(a_catalogue(a_price("4"), model="swift-2"), "catalogue 2")
    gone = PricedModel.objects.get(name="swift-1")
    assert gone.position is None
    assert gone.prices.get().superseded_at is not None
    assert gone.prices.get().superseded_by is None


def test_new_rules_for_a_model_make_a_revision_without_touching_prices() -> None:
    catalogue_sync(a_catalogue(a_price("2")), "catalogue 1")
    (provider,) = a_catalogue(a_price("2"))
    model = provider.models[0]._replace(match={"starts_with": "swift"})
    result = catalogue_sync((provider._replace(models=(model,)),), "catalogue 2")
    assert (result.added, result.superseded, result.changed) == (0, 0, True)
    assert PricedModel.objects.get().match == {"starts_with": "swift"}
    assert PriceRevision.objects.count() == 2


def test_every_change_of_prices_is_in_the_audit_log() -> None:
    catalogue_sync(a_catalogue(a_price("2")), "catalogue 1")
    entry = Entry.objects.get(action="prices.catalogue.sync")
    assert (entry.target, entry.detail) == ("catalogue 1", {"added": 1, "superseded": 0})


@pytest.mark.parametrize("rate", ["-1", "0.0000000000000000001"])
def test_a_rate_that_the_ledger_cannot_hold_exactly_is_refused(rate) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        catalogue_sync(a_catalogue(a_price(rate)), "catalogue")
    assert not Price.objects.exists()
