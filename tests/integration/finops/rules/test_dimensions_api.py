"""`/api/v1/dimensions`: read by every key, written with one of scope admin."""

from typing import Any

import pytest
from django.test import Client

from finops.accounts import services
from finops.audit.models import Entry
from tests.factories.custom import allow

pytestmark = pytest.mark.django_db
URL = "/api/v1/dimensions"
UNIT = {"name": "business_unit", "label": "Unit", "attributes": ["acme.unit"]}


def client_of(scope: str) -> Client:
    project = services.project_get_or_create("shop")
    _, secret = services.key_create(project=project, scope=scope, actor="tests")
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def client() -> Client:
    return client_of("admin")


def send(client: Client, method: str, address: str, data: Any) -> Any:
    return getattr(client, method)(address, data, content_type="application/json")


def test_a_dimension_is_allowed_changed_archived_and_restored(client: Client) -> None:
    made = send(client, "post", URL, UNIT).json()
    assert made == UNIT | {
        "key": "custom.business_unit",
        "stated_by": ["finops.business_unit", "acme.unit", "business_unit"],
        "archived_at": None,
        "history_since": None,
    }
    assert client.get(URL).json()["items"] == [made]
    address = f"{URL}/business_unit"
    assert client.get(address).json() == made
    changed = send(client, "put", address, {"label": "Business unit", "attributes": []}).json()
    assert (changed["label"], changed["attributes"]) == ("Business unit", [])
    assert client.delete(address).json()["archived_at"] is not None
    assert send(client, "put", address, {"label": "Unit"}).json()["archived_at"] is None
    assert Entry.objects.order_by("-id")[0].actor_name.startswith("key sl_admin_")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": "Business Unit"}, 400),
        ({"name": "team"}, 400),
        ({"name": "a\x00b"}, 400),
        ({"attributes": [""]}, 400),
        ({"attributes": ["a\x00"]}, 400),
        ({"attributes": [f"a{n}" for n in range(9)]}, 400),
        ({"label": "x" * 61}, 400),
        ({"since": "2020-01-01"}, 400),
        ({"attributes": "acme.unit"}, 422),
    ],
)
def test_what_cannot_be_is_refused(client: Client, changes: dict[str, Any], status: int) -> None:
    assert send(client, "post", URL, UNIT | changes).status_code == status
    assert client.get(URL).json()["items"] == []


def test_nothing_is_changed_that_is_not_there(client: Client) -> None:
    assert send(client, "put", f"{URL}/nowhere", {"label": "x"}).status_code == 404
    assert client.delete(f"{URL}/nowhere").status_code == 404
    assert client.get(f"{URL}/nowhere").status_code == 404


def test_a_read_key_reads_them_and_groups_by_them_and_changes_none(client: Client) -> None:
    allow("business_unit")
    reader = client_of("read")
    assert [one["key"] for one in reader.get(URL).json()["items"]] == ["custom.business_unit"]
    assert send(reader, "post", URL, UNIT).status_code == 403
    grouped = reader.get("/api/v1/spend?group_by=custom.business_unit&filter[custom.business_unit]=x")
    assert grouped.json()["group_by"] == ["custom.business_unit"]
    unknown = reader.get("/api/v1/spend?group_by=custom.other")
    assert unknown.status_code == 400
    assert "custom.business_unit" in unknown.json()["choices"]
    assert reader.get("/api/v1/charges?filter[custom.other]=x").status_code == 400
