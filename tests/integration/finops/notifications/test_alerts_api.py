"""`/api/v1/alerts`: what programs read and do."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from finops.accounts.models import Scope
from finops.accounts.services import key_create
from finops.audit.models import Entry
from finops.notifications.models import Silence
from finops.notifications.types import Severity, Source
from tests.factories.alerts import HOUR, alert
from tests.factories.people import browser, person
from tests.factories.rollups import project

pytestmark = pytest.mark.django_db
ALERTS = "/api/v1/alerts"


def key(scope: Scope) -> dict[str, str]:
    _, secret = key_create(project=project(), scope=scope, actor="tests")
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def admin() -> dict[str, str]:
    return key(Scope.ADMIN)


def read(path: str, headers: dict[str, str], status: int = 200) -> Any:
    answer = Client().get(path, headers=headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def post(path: str, headers: dict[str, str], given: Any = None, status: int = 200) -> Any:
    answer = Client().post(path, json.dumps(given), content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_one_alert_is_given_whole(admin: dict[str, str]) -> None:
    one = alert()
    given = read(f"{ALERTS}/{one.pk}", admin)
    assert given.pop("began_at")
    assert given == {
        "id": one.pk, "source": "budget", "severity": "warning", "team": "support", "subject": one.subject,
        "subject_name": "Support a month", "title": "Support reached 80 % of its budget",
        "summary": "$81.00 of $100.00 is spent since Nov 1.", "why": "gpt-4o rose by $40.00.",
        "facts": [{"label": "Spent", "value": "$81.00"}, {"label": "Budget", "value": "$100.00"}],
        "path": "/budgets/1/", "ended_at": None, "ending": "", "acknowledged_at": None,
        "acknowledged_by": None, "silenced_until": None,
    }  # fmt: skip
    read(f"{ALERTS}/999", admin, 404)
    read(f"{ALERTS}/x", admin, 400)


def test_the_list_is_newest_first_filtered_and_paged(admin: dict[str, str]) -> None:
    now = timezone.now()
    for number in range(3):
        alert(f"Alert {number}", at=now - number * HOUR)
    alert("Burns", source=Source.SLO, severity=Severity.CRITICAL, at=now - 9 * HOUR, ended="Over.")
    first = read(f"{ALERTS}?limit=3", admin)
    assert [one["title"] for one in first["items"]] == ["Alert 0", "Alert 1", "Alert 2"]
    rest = read(f"{ALERTS}?limit=3&cursor={first['next']}", admin)
    assert [one["title"] for one in rest["items"]] == ["Burns"] and rest["next"] is None
    for query in ("source=slo", "severity=critical", "state=ended", "q=burn"):
        assert [one["title"] for one in read(f"{ALERTS}?{query}", admin)["items"]] == ["Burns"], query


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "cursor=x", "source=x", "state=x", "sauce=slo", "q=%00"]
)
def test_what_cannot_be_asked_is_refused_with_what_can(admin: dict[str, str], query: str) -> None:
    assert read(f"{ALERTS}?{query}", admin, 400)["error"] == "bad_parameter"


def test_a_program_acknowledges_and_the_audit_log_names_its_key(admin: dict[str, str]) -> None:
    one = alert()
    given = post(f"{ALERTS}/{one.pk}/acknowledge", admin)
    assert given["acknowledged_at"] and given["acknowledged_by"] is None
    assert post(f"{ALERTS}/{one.pk}/acknowledge", admin)["acknowledged_at"] == given["acknowledged_at"]
    [entry] = Entry.objects.filter(action="notifications.alert.acknowledge")
    assert entry.actor_name.startswith("key sl_admin_")


def test_a_program_silences_what_an_alert_is_about(admin: dict[str, str]) -> None:
    one, until = alert(), timezone.now() + HOUR
    given = post(f"{ALERTS}/{one.pk}/silence", admin, {"ends_at": until.isoformat(), "reason": "Known"})
    assert dt.datetime.fromisoformat(given["silenced_until"]) - until < dt.timedelta(milliseconds=1)
    made = Silence.objects.get()
    assert (made.subject, made.reason, made.created_by) == (one.subject, "Known", None)


@pytest.mark.parametrize(
    ("given", "status"),
    [({"ends_at": "2020-01-01T00:00:00Z"}, 400), ({"ends_at": "2099-01-01T00:00:00Z"}, 400), ({}, 422),
     ({"ends_at": "2030-01-01T00:00:00Z", "x": 1}, 422), ({"ends_at": "soon"}, 422)],
)  # fmt: skip
def test_a_silence_that_cannot_be_is_refused(
    admin: dict[str, str], given: dict[str, Any], status: int
) -> None:
    post(f"{ALERTS}/{alert().pk}/silence", admin, given, status)
    assert not Silence.objects.exists()


def test_a_key_of_one_project_sees_no_alert_as_it_may_tell_of_others() -> None:
    one, reader = alert(), key(Scope.READ)
    assert "may not view alerts" in read(ALERTS, reader, 403)["message"]
    read(f"{ALERTS}/{one.pk}", reader, 403)
    post(f"{ALERTS}/{one.pk}/acknowledge", reader, status=403)
    post(f"{ALERTS}/{one.pk}/silence", reader, {"ends_at": "2030-01-01T00:00:00Z"}, 403)


def test_who_is_signed_in_reads_and_acknowledges_in_the_pages_alone() -> None:
    one, client = alert(), browser(person("engineer"))
    assert client.get(ALERTS).json()["items"][0]["id"] == one.pk
    assert client.post(f"{ALERTS}/{one.pk}/acknowledge").status_code == 401


def test_the_list_asks_as_much_for_many_alerts_as_for_one(
    admin: dict[str, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        alert(f"Alert {number}", owner=f"team {number}")
    read(ALERTS, admin)
    with django_assert_num_queries(3):
        read(ALERTS, admin)
