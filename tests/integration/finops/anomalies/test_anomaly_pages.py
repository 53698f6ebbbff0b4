"""Anomalies in the pages and the API: what they show, and who may say what."""

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from finops.accounts.services import key_create
from finops.anomalies.models import Anomaly, Threshold
from finops.anomalies.selectors import threshold
from finops.audit.models import Entry
from finops.notifications.models import Alert
from tests.factories.anomalies import anomaly
from tests.factories.people import body, browser, person
from tests.factories.rollups import charge, project, roll_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


def sent(client: Client, address: str, **fields: Any) -> str:
    return unescape(client.post(address, fields, follow=True).content.decode())


def test_a_list_without_anomalies_says_when_there_are_some(finance: Client) -> None:
    page = body(finance, reverse("anomalies"))
    assert "No anomaly yet" in page
    assert "Spend is as usual." in page


def test_the_list_says_what_goes_on_before_what_is_over(finance: Client) -> None:
    anomaly(starts_at=timezone.now() - dt.timedelta(hours=30), ended_at=timezone.now())
    one = anomaly()
    page = body(finance, reverse("anomalies"))
    assert "1 anomaly goes on: $412.00 more than usual." in page
    assert page.index("Going on") < page.index(reverse("anomaly", args=[one.pk])) < page.index("Before")
    assert "copilot / gpt-5 / onboarding" in page
    assert "9x tokens per call" in page


def test_the_list_pages_on(finance: Client) -> None:
    for number in range(53):
        start = timezone.now() - dt.timedelta(days=number)
        anomaly(starts_at=start, ended_at=start + dt.timedelta(hours=3))
    first = body(finance, reverse("anomalies"))
    assert first.count("copilot / gpt-5 / onboarding") == 50
    older = first.split('href="?cursor=')[1].split('"')[0]
    assert body(finance, f"{reverse('anomalies')}?cursor={older}").count("copilot / gpt-5") == 3
    assert finance.get(reverse("anomalies"), {"cursor": "nonsense"}).status_code == 400


def test_the_list_costs_the_same_for_many(
    finance: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        anomaly(starts_at=timezone.now() - dt.timedelta(days=number), ended_at=timezone.now())
        anomaly(starts_at=timezone.now() - dt.timedelta(days=number, hours=1))
    body(finance, reverse("anomalies"))
    with django_assert_num_queries(6):
        body(finance, reverse("anomalies"))


def test_one_says_what_why_and_where_the_evidence_is(finance: Client) -> None:
    page = body(finance, reverse("anomaly", args=[anomaly().pk]))
    assert "copilot / gpt-5 / onboarding, 9x tokens per call." in page
    assert "$512.00 was spent where $100.00 is usual (+412\N{NO-BREAK SPACE}%)." in page
    assert "/charges/?" in page and "team=copilot&response_model=gpt-5&journey=onboarding" in page
    assert "/traces/?" in page and "model=gpt-5" in page
    assert "By service" in page and "Tokens per call" in page


def test_a_fall_and_something_new_are_told_in_their_own_words(finance: Client) -> None:
    fall = anomaly(kind="fall", actual=0, expected=100, calls="0")
    page = body(finance, reverse("anomaly", args=[fall.pk]))
    assert "−$100.00" in page and "no calls any more" in page
    new = anomaly(kind="new", granularity="day", actual=60, expected=0)
    page = body(finance, reverse("anomaly", args=[new.pk]))
    assert "is new" in page and "$60.00 was spent on its first day" in page


def test_finance_says_that_it_is_expected_and_takes_it_back(finance: Client) -> None:
    one = anomaly()
    address = reverse("anomaly_expected", args=[one.pk])
    assert "This field is required." in sent(finance, address, reason="")
    yesterday = (timezone.now() - dt.timedelta(days=1)).date().isoformat()
    assert "Choose a day of the next year" in sent(finance, address, reason="x", quiet_until=yesterday)
    page = sent(finance, address, reason="Load test <b>")
    assert "It is marked as expected." in page and "Load test <b>" in page
    assert Entry.objects.order_by("-id")[0].action == "anomalies.anomaly.expect"
    assert "It is an anomaly again." in sent(finance, address)
    assert Alert.objects.get().ended_at is None
    one.refresh_from_db()
    assert (one.expected_at, one.reason) == (None, "")


def test_leads_judge_what_is_about_their_teams() -> None:
    one = anomaly()
    address = reverse("anomaly_expected", args=[one.pk])
    other = browser(person("lead", teams=("support",), email="other@example.com"))
    assert other.post(address, {"reason": "x"}).status_code == 403
    assert "Mark as expected" not in body(other, reverse("anomaly", args=[one.pk]))
    lead = browser(person("lead", teams=("copilot",)))
    assert "Mark as expected" in body(lead, reverse("anomaly", args=[one.pk]))
    assert "It is marked as expected." in sent(lead, address, reason="x")


def test_finance_sets_what_an_anomaly_is_worth(finance: Client) -> None:
    address = reverse("anomaly_threshold")
    assert "greater than or equal to 0.01" in sent(finance, address, amount="0", share="50")
    assert "It holds from now on." in sent(finance, address, amount="250", share="80")
    assert (threshold().amount, threshold().share, Threshold.objects.count()) == (250, 80, 1)
    assert "and 80 % more or less than usual" in body(finance, reverse("anomalies"))
    assert browser(person("lead")).get(address).status_code == 403


@pytest.mark.parametrize(
    ("filters", "is_noted"),
    [("", True), ("&team=copilot", True), ("&team=sales", False), ("&service=shop", False)],
)
def test_the_chart_of_spend_notes_it_where_it_shows_it(finance: Client, filters: str, is_noted: bool) -> None:
    for values in ({"team": "copilot"}, {"team": "sales", "service": "shop"}):
        charge(time=timezone.now(), **values)
    roll_up()
    one = anomaly()
    anomaly(starts_at=timezone.now() - dt.timedelta(hours=9), withdrawn_at=timezone.now())
    page = body(finance, f"/spend/?range=7d&group_by=team{filters}")
    assert (f'href="/anomalies/{one.pk}/"' in page) == is_noted


def headers(scope: str) -> dict[str, str]:
    _, secret = key_create(project=project(), scope=scope, actor="tests")
    return {"authorization": f"Bearer {secret}"}


def read(path: str, scope: str = "admin", status: int = 200) -> Any:
    answer = Client().get(f"/api/v1/anomalies{path}", headers=headers(scope))
    assert answer.status_code == status
    return answer.json()


def test_the_api_tells_what_the_pages_tell() -> None:
    one = anomaly()
    (found,) = read("?going_on=true")["items"]
    assert found == read(f"/{one.pk}")
    assert (found["state"], found["difference"], found["usual"]) == ("going_on", "412", "100")
    assert found["factors"]["tokens_per_call"] == "9"
    assert found["path"][0] == {"dimension": "team", "value": "copilot"}
    assert found["explanation"][0]["values"][1]["value"] is None
    assert read("?going_on=false")["items"] == []
    read("/99999", status=404)
    read("?colour=red", status=400)


def test_the_api_pages_on() -> None:
    for number in range(5):
        anomaly(starts_at=timezone.now() - dt.timedelta(days=number))
    first = read("?limit=3")
    rest = read(f"?limit=3&cursor={first['next']}")
    assert len({one["id"] for one in [*first["items"], *rest["items"]]}) == 5
    assert rest["next"] is None


def test_a_key_of_one_project_sees_what_is_about_that_project_alone() -> None:
    anomaly()
    own = anomaly(dimension="project", value="shop")
    anomaly(dimension="project", value="other", starts_at=timezone.now() - dt.timedelta(days=3))
    assert [one["id"] for one in read("", "read")["items"]] == [own.pk]


def test_nobody_is_asked_twice_about_one_anomaly(finance: Client) -> None:
    one = anomaly(withdrawn_at=timezone.now())
    page = body(finance, reverse("anomaly", args=[one.pk]))
    assert "took it back" in page
    assert finance.get(reverse("anomaly", args=[Anomaly.objects.count() + 99])).status_code == 404
