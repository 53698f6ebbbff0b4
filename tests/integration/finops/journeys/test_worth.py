"""What runs of a journey are worth: said by finance and leads, dated, noted, and its margin on the page."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from finops.accounts.models import Role, Team
from finops.audit.models import Entry
from finops.core.formatting import SPACE
from finops.journeys.models import Worth
from finops.journeys.services import journey_define
from tests.factories import people
from tests.factories.people import browser, person
from tests.factories.rollups import UNPRICED, charge, roll_up, trace

pytestmark = pytest.mark.django_db
ADDRESS = "/journey/worth/?journey=refund"
DAY = dt.timedelta(days=1)
FORM = {"usd": "2.5", "starts_on": "2026-01-01", "basis": "revenue"}


def runs(count: int, *, failed: int = 0, cost: str = "0.5", days_ago: int = 1) -> None:
    at = timezone.now() - days_ago * DAY
    for place in range(count):
        found = trace(journey="refund", start_time=at, error_count=int(place < failed), cost=Decimal(cost))
        charge(trace_id=found, time=at, journey="refund", cost=Decimal(cost))
    roll_up()


def page(client: Client) -> str:
    return people.body(client, "/journey/?journey=refund").replace(SPACE, " ")


def test_finance_says_it_and_the_page_has_a_margin() -> None:
    runs(4, failed=1)
    client = browser(person(Role.FINANCE))
    assert "Margin" not in page(client)
    assert client.post(ADDRESS, FORM)["Location"] == ADDRESS
    told = page(client)
    assert "Margin, USD" in told and "73 % of the worth" in told and "of 3 successful runs" in told
    assert Entry.objects.get(action="journeys.worth.state").detail["after"]["usd"] == "2.5"


def test_a_day_of_unknown_worth_makes_it_a_dash() -> None:
    runs(1, days_ago=3)
    client = browser(person(Role.FINANCE))
    client.post(ADDRESS, {**FORM, "starts_on": (timezone.localdate() - DAY).isoformat()})
    assert "some days have runs and no worth" in page(client)
    client.post(ADDRESS, FORM)
    assert "of the worth" in page(client)
    client.post(ADDRESS, {**FORM, "usd": "", "starts_on": (timezone.localdate() - 5 * DAY).isoformat()})
    assert "some days have runs and no worth" in page(client)


def test_calls_without_a_price_make_it_an_upper_bound() -> None:
    runs(2)
    charge(time=timezone.now() - DAY, journey="refund", **UNPRICED)
    roll_up()
    client = browser(person(Role.FINANCE))
    client.post(ADDRESS, FORM)
    assert "at most: 1 call without a price" in page(client)


def test_saying_it_again_for_a_day_replaces_it_and_taking_it_back_asks() -> None:
    client = browser(person(Role.ADMIN))
    for usd in ("2", "3", "3"):
        client.post(ADDRESS, {**FORM, "usd": usd})
    said = Worth.objects.get()
    assert said.usd == 3 and Entry.objects.filter(action="journeys.worth.state").count() == 2
    address = f"/journey/worth/{said.pk}/withdraw/"
    assert "Take back what a run of refund is worth" in people.body(client, address)
    assert client.post(address)["Location"] == ADDRESS
    assert not Worth.objects.exists() and Entry.objects.filter(action="journeys.worth.withdraw").exists()


def test_leads_say_it_of_journeys_of_their_teams_and_engineers_of_none() -> None:
    lead = browser(person(Role.LEAD, teams=("support",)))
    assert lead.get(ADDRESS).status_code == 403
    owner = Team.objects.get(name="support")
    journey_define(name="refund", label="", description="", owner_team=owner, steps=[], actor="tests")
    assert lead.post(ADDRESS, FORM).status_code == 302
    assert "Worth" in page(lead)
    engineer = browser(person(Role.ENGINEER))
    assert engineer.get(ADDRESS).status_code == 403
    assert engineer.post(f"/journey/worth/{Worth.objects.get().pk}/withdraw/").status_code == 403
    assert ADDRESS not in page(engineer) and "What changed" in page(engineer)


@pytest.mark.parametrize(
    ("change", "lesson"),
    [
        ({"usd": "-1"}, "greater than or equal to 0"),
        ({"usd": "1e9"}, "less than or equal to"),
        ({"usd": "NaN"}, "Enter a number"),
        ({"starts_on": "1999-12-31"}, "between 2000 and 2100"),
        ({"starts_on": "soon"}, "valid date"),
        ({"basis": "luck"}, "luck"),
    ],
)
def test_what_cannot_be_is_refused_with_a_lesson(change: dict[str, str], lesson: str) -> None:
    answer = browser(person(Role.FINANCE)).post(ADDRESS, {**FORM, **change})
    assert answer.status_code == 200 and lesson in answer.content.decode()
    assert not Worth.objects.exists()
