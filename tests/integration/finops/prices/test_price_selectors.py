"""What a charge can say about its price."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from finops.prices.pricebook import PriceBook
from finops.prices.selectors import price_explain, price_references
from finops.prices.services import catalogue_sync
from finops.prices.types import CatalogueModel, CatalogueProvider, DatedPrice, Rate

pytestmark = pytest.mark.django_db
MAY = dt.date(2026, 5, 1)


def sync(*rates: tuple[dt.date | None, str], version: str = "catalogue 1") -> PriceBook:
    prices = tuple(
        DatedPrice({}, day, None, None, (Rate("input_tokens", 1_000_000, Decimal(rate)),))
        for day, rate in rates
    )
    model = CatalogueModel("swift-1", "Swift 1", {"equals": "swift-1"}, prices)
    catalogue_sync((CatalogueProvider("acme", "Acme", (), (model,)),), version)
    with connection.cursor() as cursor:
        return PriceBook.load(cursor)


def price_at(book: PriceBook, day: str) -> int:
    quote = book.quote("acme", "swift-1", dt.datetime.fromisoformat(f"{day}T12:00:00+00:00"))
    assert quote.price_id is not None
    return quote.price_id


def test_a_price_is_explained_with_its_source_dates_and_rates() -> None:
    book = sync((None, "2.50"), (MAY, "10"))
    before, after = price_explain(price_at(book, "2026-04-30")), price_explain(price_at(book, "2026-05-01"))
    assert (before.provider, before.model) == ("acme", "swift-1")
    assert (before.reference.source, before.reference.version) == ("catalogue", "catalogue 1")
    assert (before.reference.valid_from, before.valid_until) == (None, MAY)
    assert (after.reference.valid_from, after.valid_until) == (MAY, None)
    assert [str(rate.rate) for rate in (*before.rates, *after.rates)] == ["2.5", "10"]


def test_a_superseded_price_is_still_explained_as_it_was() -> None:
    old = price_at(sync((None, "2")), "2026-05-01")
    sync((None, "3"), version="catalogue 2")
    explained = price_explain(old)
    assert explained.superseded_at is not None
    assert explained.reference.version == "catalogue 1"
    assert explained.rates == (Rate("input_tokens", 1_000_000, Decimal("2")),)


def test_a_price_that_does_not_exist_is_not_explained() -> None:
    assert price_explain(404) is None


def test_the_prices_of_many_charges_take_one_query(django_assert_num_queries) -> None:
    book = sync((None, "2"), (MAY, "3"))
    ids = [price_at(book, "2026-04-30"), price_at(book, "2026-05-01")]
    with django_assert_num_queries(1):
        references = price_references([*ids, *ids, 404])
    assert {key: reference.valid_from for key, reference in references.items()} == dict(
        zip(ids, [None, MAY], strict=True)
    )


def test_the_version_of_the_book_moves_only_when_prices_change() -> None:
    first = sync((None, "2")).version
    assert sync((None, "2")).version == first
    changed = sync((None, "3")).version
    assert changed > first
    with connection.cursor() as cursor:
        assert PriceBook.latest_version(cursor) == changed
