"""From a model without a price to one with a price."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from finops.prices.models import Price
from tests.factories.people import browser, person
from tests.factories.rollups import UNPRICED, charge, roll_up

pytestmark = pytest.mark.django_db
PAGE = "/unpriced/price/?provider=acme&model=acme-1&since=2026-11-10"
FORM = {"input": "2", "cache_read": "", "output": "8", "valid_from": "2026-11-10"}


@pytest.fixture
def analyst() -> Client:
    return browser(person("finance"))


def unpriced_call(**fields: object) -> None:
    model = {"request_model": "acme-1", "response_model": None, "provider": "acme"}
    charge(**{**UNPRICED, **model, **fields}, time=timezone.now())
    roll_up()


def price_link(client: Client) -> str | None:
    found = re.search(r'href="(/unpriced/price/[^"]+)"', client.get("/unpriced/").content.decode())
    return unescape(found[1]) if found else None


def test_a_model_is_one_link_and_one_form_away_from_its_price(analyst: Client) -> None:
    unpriced_call()
    address = price_link(analyst)
    page = analyst.get(address).content.decode()
    assert "Price of acme-1" in page and f'value="{timezone.now().date()}"' in page
    answer = analyst.post(address, FORM, follow=True)
    assert "acme-1 has a price from Nov 10, 2026" in answer.content.decode()
    price = Price.objects.get()
    assert (price.model.provider.name, price.model.name, price.components.count()) == ("acme", "acme-1", 2)


def test_stored_calls_get_the_price_soon_and_the_model_shows_it(analyst: Client) -> None:
    unpriced_call()
    assert "stored already within a minute" in analyst.get(PAGE).content.decode()
    assert "get it within a minute" in analyst.post(PAGE, FORM, follow=True).content.decode()
    page = analyst.get("/unpriced/").content.decode()
    assert "Priced by hand from" in page and "Change price" in page


def test_no_price_is_offered_where_it_would_not_help(analyst: Client) -> None:
    unpriced_call(price_reason="unknown_usage")
    assert price_link(analyst) is None


def test_who_may_not_set_prices_sees_no_link_and_gets_no_form() -> None:
    unpriced_call()
    engineer = browser(person("engineer"))
    assert price_link(engineer) is None
    assert "The role Engineer may not set prices." in engineer.post(PAGE, FORM).content.decode()
    assert not Price.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("input", "-1", "greater than or equal to 0"),
        ("input", "free", "Enter a number."),
        ("output", "", "This field is required."),
        ("output", "1e30", "digits"),
        ("cache_read", "0.1234567890123", "decimal places"),
        ("valid_from", "1999-01-01", "Choose a day between 2000 and 2100."),
        ("valid_from", "soon", "Enter a valid date."),
    ],
)
def test_a_slip_is_told_beside_its_field(analyst: Client, field: str, value: str, told: str) -> None:
    answer = analyst.post(PAGE, {**FORM, field: value})
    assert told in unescape(answer.content.decode())
    assert not Price.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?provider=acme", "?provider=acme&model=%00", "?provider=a&model=b&since=x"]
)
def test_an_address_without_a_model_is_refused_with_a_way_on(analyst: Client, query: str) -> None:
    assert analyst.get(f"/unpriced/price/{query}").status_code == 400
