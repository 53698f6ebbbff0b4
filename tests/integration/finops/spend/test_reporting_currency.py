"""A reporting currency beside US dollars."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finops.accounts.models import ExchangeRate, Organisation
from finops.audit.models import Entry
from tests.factories import rollups
from tests.factories.people import body, browser, person

pytestmark = pytest.mark.django_db
MONTH = f"{timezone.now():%Y-%m}"


@pytest.fixture
def finance() -> Client:
    rollups.charge(time=timezone.now(), cost=Decimal(200), team="support")
    rollups.roll_up()
    return browser(person("finance"))


def report(currency: str) -> None:
    Organisation.objects.update_or_create(id=1, defaults={"reporting_currency": currency})


def test_an_administrator_chooses_it() -> None:
    admin = browser(person("admin"))
    form = {"name": "Acme", "time_zone": "UTC", "fiscal_year_start": "1", "reporting_currency": "EUR"}
    admin.post(reverse("organisation"), form)
    assert Organisation.objects.get().reporting_currency == "EUR"
    assert (
        "three letters"
        in admin.post(reverse("organisation"), form | {"reporting_currency": "€"}).content.decode()
    )
    admin.post(reverse("organisation"), form | {"reporting_currency": "USD"})
    assert Organisation.objects.get().reporting_currency == ""


def test_without_one_dollars_stand_alone(finance: Client) -> None:
    assert "Only US dollars are told" in body(finance, reverse("exchange_rates"))
    assert "reported" not in body(finance, reverse("spend"))
    assert finance.get("/api/v1/spend").json()["reported"] is None


def test_finance_sets_a_rate_and_reads_both(finance: Client) -> None:
    report("EUR")
    assert "No EUR rate for" in body(finance, reverse("spend")) and "No EUR rate for" in body(
        finance, reverse("overview")
    )
    assert finance.get("/api/v1/spend").json()["reported"] == {
        "currency": "EUR",
        "cost": None,
        "months_without_rate": [f"{MONTH}-01"],
    }
    finance.post(reverse("exchange_rates"), {"month": MONTH, "rate": "0.925"})
    for page in ("spend", "overview"):
        assert "EUR 185.00" in body(finance, reverse(page))
    reported = finance.get("/api/v1/spend").json()["reported"]
    assert (Decimal(reported["cost"]), reported["months_without_rate"]) == (185, [])
    assert Entry.objects.order_by("-id")[0].detail == {"rate": [None, "0.925"]}


def test_a_better_rate_takes_the_place_of_the_former_and_the_log_keeps_both(finance: Client) -> None:
    report("EUR")
    for rate in ("0.9", "0.95"):
        finance.post(reverse("exchange_rates"), {"month": MONTH, "rate": rate})
    assert ExchangeRate.objects.get().rate == Decimal("0.95")
    assert Entry.objects.order_by("-id")[0].detail == {"rate": ["0.9", "0.95"]}


@pytest.mark.parametrize("rate", ["0", "-1", "much", "NaN", "1e30"])
def test_what_is_no_rate_is_refused(finance: Client, rate: str) -> None:
    report("EUR")
    answer = finance.post(reverse("exchange_rates"), {"month": MONTH, "rate": rate})
    assert answer.status_code == 200 and not ExchangeRate.objects.exists()


def test_an_engineer_sets_none() -> None:
    assert browser(person("engineer")).get(reverse("exchange_rates")).status_code == 403
