"""Which prices changed for the models that were called."""

import datetime as dt
from decimal import Decimal

import pytest

from finops.prices.changes import CallName, described
from finops.prices.selectors import MOST_CHANGES, price_changes
from finops.prices.services import catalogue_sync
from finops.prices.types import CatalogueModel, CatalogueProvider, DatedPrice, Rate

pytestmark = pytest.mark.django_db
Dated = tuple[dt.date | None, str]
NOVEMBER = {"first": dt.date(2026, 11, 1), "past": dt.date(2026, 12, 1)}
CALL = CallName("acme", "swift-1-2026-08")


def day(number: int) -> dt.date:
    return dt.date(2026, 11, number)


def model(name: str, *prices: Dated, context: dict[str, str] | None = None) -> CatalogueModel:
    dated = tuple(
        DatedPrice(context or {}, since, None, None, (Rate("input_tokens", 1_000_000, Decimal(rate)),))
        for since, rate in prices
    )
    return CatalogueModel(name, name, {"starts_with": name}, dated)


def sync(*models: CatalogueModel) -> None:
    catalogue_sync((CatalogueProvider("acme", "Acme", (), models),), "catalogue 1")


def told(*calls: CallName) -> list[tuple[dt.date, str]]:
    return [(change.day, described(change)) for change in price_changes(calls or [CALL], **NOVEMBER)]


def test_a_change_says_what_it_was_and_what_it_is() -> None:
    sync(model("swift-1", (None, "2.50"), (day(5), "1.25")))
    assert told() == [(day(5), "swift-1-2026-08: input $2.50 to $1.25 a million")]


def test_the_first_price_of_a_model_is_told_as_that() -> None:
    sync(model("swift-1", (day(5), "1.25")))
    assert told() == [(day(5), "swift-1-2026-08 has its first price: input $1.25 a million")]


def test_what_holds_since_before_the_range_or_begins_after_it_is_no_change() -> None:
    sync(model("swift-1", (None, "2"), (dt.date(2026, 10, 31), "3"), (dt.date(2026, 12, 1), "4")))
    assert told() == []


def test_the_same_rates_written_again_and_prices_of_a_tier_are_no_change() -> None:
    sync(model("swift-1", (None, "2"), (day(5), "2")))
    assert told() == []
    sync(model("swift-1", (None, "2"), (day(5), "1"), context={"service_tier": "priority"}))
    assert told() == []


def test_only_models_that_were_called_are_told_and_the_first_rule_of_the_book_decides() -> None:
    sync(model("swift-1-2026", (None, "2")), model("swift", (None, "2"), (day(5), "1")))
    assert told() == []
    assert told(CallName("acme", "swift-9")) == [(day(5), "swift-9: input $2 to $1 a million")]
    assert told(CallName("other", "swift-9")) == [] == price_changes([], **NOVEMBER)


def test_there_are_at_most_so_many_of_them_the_newest() -> None:
    sync(model("swift-1", *((day(n), str(n)) for n in range(1, 29))))
    found = told()
    assert len(found) == MOST_CHANGES
    assert found[-1][0] == day(28)
