"""`/api/v1/slos`: how SLOs stand, for programs."""

import pytest
from django.test import Client
from django.utils import timezone

from finops.accounts import services
from finops.slos.evaluation import evaluate
from tests.factories.people import browser, person
from tests.factories.slos import MINUTE, events, slo

pytestmark = pytest.mark.django_db
URL = "/api/v1/slos"


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
        "threshold": "5000000000",
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
