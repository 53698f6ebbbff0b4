"""`/api/v1/slos`: how SLOs stand, for programs; written with a key of scope admin."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from finops.accounts import services
from finops.accounts.models import Team
from finops.audit.models import Entry
from finops.ledger.types import Indicator
from finops.slos.evaluation import evaluate
from finops.slos.models import Slo
from tests.factories.people import browser, person
from tests.factories.slos import MINUTE, events, slo

pytestmark = pytest.mark.django_db
URL = "/api/v1/slos"
SAID = {
    "name": "Refunds are quick",
    "subject": "journey",
    "value": "refund",
    "indicator": "run_duration",
    "threshold": "2500",
    "objective_percent": "99.5",
    "window": "quarter",
    "severity": "page",
    "minimum_events": 3,
    "missing_data": "bad",
    "project": "shop",
    "environment": "prod",
    "owner_team": "support",
    "description": "Call the desk.",
}
SHORTEST = {
    "name": "No errors",
    "subject": "service",
    "value": "shop",
    "indicator": "call_error",
    "objective_percent": 99,
}


def client_of(scope: str, project: str = "shop") -> Client:
    owner = services.project_get_or_create(project)
    _, secret = services.key_create(project=owner, scope=scope, actor="tests")
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_an_slo_is_told_with_its_budget_burn_rates_and_alerts() -> None:
    one = slo(team="support")
    now = timezone.now().replace(second=0, microsecond=0)
    events(one, now - 60 * MINUTE, 60, good=98, total=100)
    evaluate(now)
    [told] = client_of("admin").get(URL).json()["items"]
    assert told == client_of("admin").get(f"{URL}/{one.pk}").json()
    wanted = {
        "name": "Refunds are quick",
        "indicator": "run_duration",
        "threshold": "5000",
        "objective_percent": "99.9",
        "state": "burning",
        "owner_team": "support",
        "history_counted": True,
    }
    assert {name: told[name] for name in wanted} == wanted
    assert told["burn_rates"][0]["factor"] == "14.4" and told["burn_rates"][0]["fires"]
    assert {alert["tier"] for alert in told["alerts"]} == {"1h", "6h", "3d"}


def test_what_nobody_counted_is_null() -> None:
    slo()
    [told] = client_of("admin").get(URL).json()["items"]
    assert (told["state"], told["sli"], told["budget_left"], told["total"]) == ("unknown", None, None, 0)
    assert told["burn_rates"][0]["long"] is None


def test_a_key_of_one_project_sees_those_of_its_project() -> None:
    mine = services.project_get_or_create("shop")
    slo(name="of all projects")
    own = slo(name="mine", project=mine)
    other = slo(name="theirs", project=services.project_get_or_create("other"))
    client = client_of("read")
    assert [one["name"] for one in client.get(URL).json()["items"]] == ["mine"]
    assert client.get(f"{URL}/{own.pk}").status_code == 200
    assert client.get(f"{URL}/{other.pk}").status_code == 404
    assert len(browser(person("engineer")).get(URL).json()["items"]) == 3


def test_an_address_that_is_no_number_is_refused_with_a_lesson() -> None:
    answer = client_of("read").get(f"{URL}/first")
    assert answer.status_code == 400 and "whole number" in answer.json()["message"]


def send(client: Client, method: str, url: str, body: Any) -> Any:
    return getattr(client, method)(url, body, content_type="application/json")


def test_an_slo_is_made_read_changed_and_archived() -> None:
    Team.objects.create(name="support")
    client = client_of("admin")
    made = send(client, "post", URL, SAID).json()
    assert {name: made[name] for name in SAID} == SAID
    stored = Slo.objects.get()
    assert (stored.threshold, stored.indicator) == (Decimal(2_500_000_000), Indicator.RUN_DURATION)
    assert Entry.objects.filter(action="slos.slo.create", actor_name__startswith="key ").exists()
    url = f"{URL}/{made['id']}"
    changed = send(client, "put", url, {**SAID, "threshold": 2000, "description": ""}).json()
    assert (changed["threshold"], changed["description"], changed["history_counted"]) == ("2000", "", False)
    assert Slo.objects.get().counter_id != stored.counter_id
    assert client.delete(url).json()["name"] == SAID["name"]
    assert client.get(url).status_code == 404 and client.get(URL).json()["items"] == []


def test_what_is_left_out_has_its_default() -> None:
    made = send(client_of("admin"), "post", URL, SHORTEST).json()
    assert (made["window"], made["severity"], made["minimum_events"]) == ("28d", "ticket", 10)
    assert (made["threshold"], made["project"], made["owner_team"]) == (None, None, None)


def test_reading_keys_and_people_write_nothing() -> None:
    one = slo()
    for client in (client_of("read"), browser(person("admin"))):
        for method, url in (("post", URL), ("put", f"{URL}/{one.pk}"), ("delete", f"{URL}/{one.pk}")):
            assert send(client, method, url, SHORTEST).status_code in (401, 403)
    assert Slo.objects.get().name == one.name


@pytest.mark.parametrize(
    ("change", "lesson"),
    [
        ({"indicator": "speed"}, "run_duration"),
        ({"subject": "response_model"}, "A model has calls, not runs."),
        ({"threshold": None}, "Say where good ends"),
        ({"owner_team": "nobody"}, "there is no team"),
        ({"project": "elsewhere"}, "there is no project"),
        ({"objective_percent": "100"}, "99.999"),
        ({"window": "1y"}, "quarter"),
        ({"value": "a\x00b"}, "pattern"),
        ({"nmae": "x"}, "nmae"),
        ({"threshold": "NaN"}, "threshold"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_lesson(change: dict[str, Any], lesson: str) -> None:
    Team.objects.create(name="support")
    answer = send(client_of("admin"), "post", URL, {**SAID, **change})
    assert answer.status_code in (400, 422) and lesson in answer.content.decode()
    assert not Slo.objects.exists()


def test_a_name_is_taken_once() -> None:
    slo(name=SHORTEST["name"])
    other = slo(name="other")
    client = client_of("admin")
    for answer in (
        send(client, "post", URL, SHORTEST),
        send(client, "put", f"{URL}/{other.pk}", SHORTEST),
    ):
        assert answer.status_code == 400 and "already an SLO" in answer.json()["message"]


def test_many_are_read_page_by_page() -> None:
    for place in range(5):
        slo(name=f"SLO {place}")
    client, names, cursor = client_of("admin"), [], ""
    while cursor is not None:
        page = client.get(URL, {"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        names += [one["name"] for one in page["items"]]
        cursor = page["next"]
    assert names == [f"SLO {place}" for place in range(5)]
