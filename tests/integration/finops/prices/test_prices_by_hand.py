"""A price that somebody sets for a model no catalogue knows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from finops.audit.models import Entry
from finops.prices.manual import CannotPrice, ManualRates, price_set
from finops.prices.models import Price
from finops.prices.pricebook import PriceBook
from finops.prices.services import catalogue_sync
from finops.prices.types import CatalogueModel, CatalogueProvider, PricedCall, PriceStatus, Usage
from tests.factories.people import person

pytestmark = pytest.mark.django_db
RATES = ManualRates(Decimal("2"), Decimal("0.5"), Decimal("8"))
DAY = dt.date(2026, 11, 10)
USAGE = Usage(1_000_000, cache_read_tokens=400_000, output_tokens=100_000)


def set_price(**changes) -> Price:
    wanted = {"provider": "acme", "model": "Acme-1", "rates": RATES, "valid_from": DAY, "actor": "tests"}
    return price_set(**wanted | changes)


def call(on: dt.date = DAY, **changes) -> PricedCall:
    noon = dt.datetime.combine(on, dt.time(12), dt.UTC)
    names = {"provider": "acme", "response_model": "acme-1", "request_model": None, "service_tier": None}
    with connection.cursor() as cursor:
        book = PriceBook.load(cursor)
    return book.cost(**names | changes, start_ns=int(noon.timestamp()) * 10**9, usage=USAGE)


def test_calls_from_its_first_day_on_are_priced_with_it_and_earlier_ones_are_not() -> None:
    assert call().status == PriceStatus.UNPRICED
    price = set_price()
    found = call()
    assert (found.status, found.price_id) == (PriceStatus.PRICED, price.pk)
    assert found.cost is not None and found.cost.total == Decimal("1.2") + Decimal("0.2") + Decimal("0.8")
    assert call(DAY - dt.timedelta(days=1)).reason == "unknown_model"


def test_without_a_rate_of_its_own_cached_input_costs_what_input_costs() -> None:
    set_price(rates=RATES._replace(cache_read=None))
    found = call()
    assert found.cost is not None and found.cost.total == Decimal("2.8")


def test_only_the_exact_name_at_that_provider_is_priced() -> None:
    set_price()
    assert call(response_model="acme-1-large").status == PriceStatus.UNPRICED
    assert call(provider="other").status == PriceStatus.UNPRICED


def test_readers_are_told_that_there_is_a_new_book() -> None:
    with connection.cursor() as cursor:
        before = PriceBook.latest_version(cursor)
        set_price()
        assert PriceBook.latest_version(cursor) > before


def test_it_tells_who_set_it_and_the_audit_log_has_the_rates() -> None:
    price = set_price(actor=person("finance"))
    assert (price.source, price.source_version) == ("manual", "by finance@example.com")
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.action, entry.target, entry.actor_name) == (
        "prices.price.set",
        "acme Acme-1",
        "finance@example.com",
    )
    assert (entry.detail["input"], entry.detail["valid_from"]) == ("2", "2026-11-10")


def test_another_price_of_the_same_day_takes_its_place_and_the_old_one_stays_readable() -> None:
    old = set_price()
    new = set_price(rates=RATES._replace(output=Decimal("9")))
    old.refresh_from_db()
    assert old.superseded_at is not None and old.superseded_by == new
    assert call().price_id == new.pk


def test_setting_the_same_price_again_changes_nothing() -> None:
    assert set_price() == set_price()
    assert Entry.objects.filter(action="prices.price.set").count() == 1


def test_a_later_price_leaves_the_earlier_days_alone() -> None:
    first = set_price()
    later = set_price(valid_from=dt.date(2026, 11, 20), rates=RATES._replace(input=Decimal(1)))
    assert (call().price_id, call(dt.date(2026, 11, 21)).price_id) == (first.pk, later.pk)


def test_a_new_catalogue_does_not_take_it_away() -> None:
    set_price()
    model = CatalogueModel("other", "Other", {"equals": "other"}, ())
    catalogue_sync((CatalogueProvider("acme", "Acme", (), (model,)),), "test 1")
    assert call().status == PriceStatus.PRICED


def test_a_call_that_names_no_provider_cannot_be_priced() -> None:
    with pytest.raises(CannotPrice, match=r"gen_ai\.provider\.name"):
        set_price(provider=None, model="nobody-knows")
    assert not Price.objects.exists()
