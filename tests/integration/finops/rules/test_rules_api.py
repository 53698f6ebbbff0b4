"""`/api/v1/rules`: read and written with a key of scope admin."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from finops.accounts import services
from finops.attribution.selectors import rules
from finops.audit.models import Entry
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db
URL = "/api/v1/rules"
RULE = {
    "conditions": [{"subject": "service", "operator": "matches", "values": ["sup*"]}],
    "dimension": "team",
    "value": "support",
}


def client_of(scope: str) -> Client:
    project = services.project_get_or_create("shop")
    _, secret = services.key_create(project=project, scope=scope, actor="tests")
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def client() -> Client:
    return client_of("admin")


def send(client: Client, method: str, address: str, data: Any) -> Any:
    return getattr(client, method)(address, data, content_type="application/json")


def test_a_rule_is_made_read_changed_and_switched_off(client: Client) -> None:
    made = send(client, "post", URL, RULE).json()
    assert {name: made[name] for name in RULE} == RULE
    assert client.get(URL).json()["items"] == [made]
    changed = send(client, "put", f"{URL}/{made['id']}", RULE | {"value": "care"}).json()
    assert (changed["id"], changed["value"]) == (made["id"], "care")
    (ended,) = client.delete(f"{URL}/{made['id']}").json()["items"]
    assert ended["applies_until"] is not None
    assert client.get(f"{URL}/{made['id']}").json()["applies_until"] is not None
    assert Entry.objects.order_by("-id")[0].actor_name.startswith("key sl_admin_")


def test_a_preview_stores_nothing(client: Client) -> None:
    answer = send(client, "post", URL, RULE | {"preview": True}).json()
    assert answer == {"complete": True, "traces": None, "calls": 0, "cost": "0", "moves": []}
    assert rules() == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"conditions": []}, 400),
        ({"conditions": [{"subject": "nothing", "values": ["x"]}]}, 400),
        ({"conditions": [{"subject": "service", "operator": "regex", "values": ["x"]}]}, 400),
        ({"conditions": RULE["conditions"] * 7}, 400),
        ({"conditions": [{"subject": "service", "operator": "one_of", "values": ["x"] * 51}]}, 400),
        ({"value": "x" * 257}, 400),
        ({"value": "a\x00b"}, 400),
        ({"dimension": "provider"}, 400),
        ({"since": "1999-01-01"}, 400),
        ({"since": (timezone.now() + dt.timedelta(days=2)).date().isoformat()}, 400),
        ({"value": 7}, 422),
    ],
)
def test_what_cannot_be_used_is_refused(client: Client, changes: dict[str, Any], status: int) -> None:
    answer = send(client, "post", URL, RULE | changes)
    assert answer.status_code == status
    assert rules() == []


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "77"])
def test_a_rule_that_does_not_exist_is_none(client: Client, number: str) -> None:
    assert client.get(f"{URL}/{number}").status_code in (400, 404)


def test_other_keys_and_other_people_may_not() -> None:
    assert client_of("read").get(URL).status_code == 403
    assert send(client_of("read"), "post", URL, RULE).status_code == 403
    assert browser(person("engineer")).get(URL).status_code == 403
    assert browser(person("admin")).get(URL).status_code == 200
    assert send(browser(person("admin", email="b@example.com")), "post", URL, RULE).status_code == 401
    assert rules() == []
