"""`/api/v1/budgets`: read with any key, written with one of scope admin."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from finops.accounts.models import Organisation, Team
from finops.accounts.services import key_create
from finops.audit.models import Entry
from finops.budgets.models import Budget, Firing
from finops.budgets.watch import evaluate_all
from tests.factories.budgets import budget
from tests.factories.people import browser, person
from tests.factories.rollups import charge, project, roll_up

pytestmark = pytest.mark.django_db
URL = "/api/v1/budgets"
SUPPORT = {
    "name": "Support",
    "description": "Of the desk",
    "owner": "support",
    "scope": {"team": ["support", None], "journey": ["refund"]},
    "each": None,
    "amount": "1500.25",
    "measure": "cost",
    "period": "quarter",
    "time_zone": "Asia/Kathmandu",
    "starts_on": "2026-02-01",
    "rollover": True,
    "thresholds": {"actual": [80], "forecast": []},
    "enforcement": "off",
    "advised_model": "",
}
OF_ONE = {"standings", "shadow_denials"}  # beyond what the list tells
SHORTEST = {"name": "All", "amount": "100"}


def client_of(scope: str, of: str = "shop") -> Client:
    _, secret = key_create(project=project(of), scope=scope, actor="tests")
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def client() -> Client:
    Team.objects.get_or_create(name="support")
    return client_of("admin")


def send(client: Client, method: str, address: str, data: Any) -> Any:
    return getattr(client, method)(address, data, content_type="application/json")


def get(client: Client, path: str = "", status: int = 200) -> Any:
    answer = client.get(URL + path)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_budget_is_made_read_changed_and_archived(client: Client) -> None:
    made = send(client, "post", URL, SUPPORT).json()
    assert {name: made[name] for name in SUPPORT} == SUPPORT
    number = made["id"]
    assert get(client)["items"] == [{name: made[name] for name in made if name not in OF_ONE}]
    changed = send(client, "put", f"{URL}/{number}", SUPPORT | {"amount": "2000"}).json()
    assert (changed["id"], changed["amount"], changed["revision"]) == (number, "2000", 2)
    ended = client.delete(f"{URL}/{number}").json()
    assert ended["archived_at"] is not None
    assert get(client)["items"] == []
    assert [one["id"] for one in get(client, "?archived=true")["items"]] == [number]
    assert send(client, "put", f"{URL}/{number}", SUPPORT).status_code == 400
    assert [entry.action for entry in Entry.objects.filter(actor_name__startswith="key sl_admin_")]


def test_what_is_left_out_is_the_organisations_or_stays(client: Client) -> None:
    Organisation.objects.update_or_create(id=1, defaults={"time_zone": "Asia/Tokyo"})
    made = send(client, "post", URL, SHORTEST).json()
    today = timezone.now().astimezone(dt.timezone(dt.timedelta(hours=9))).date()
    assert (made["time_zone"], made["starts_on"]) == ("Asia/Tokyo", today.replace(day=1).isoformat())
    assert made["thresholds"] == {"actual": [50, 80, 100], "forecast": [100]}
    Organisation.objects.update(time_zone="UTC")
    Budget.objects.update(starts_on=dt.date(2026, 1, 5))
    changed = send(client, "put", f"{URL}/{made['id']}", SHORTEST | {"amount": "101"}).json()
    assert (changed["time_zone"], changed["starts_on"]) == ("Asia/Tokyo", "2026-01-05")


def test_how_budgets_stand_is_told_in_exact_amounts(client: Client) -> None:
    now = timezone.now()
    charge(team="support", customer="acme", cost=Decimal("60.000000000000000000000001"), time=now)
    charge(team="support", customer="zeta", cost=Decimal(30), time=now)
    roll_up()
    budget("Support", team="support", starts_on=now.date())
    each = budget("Customers", each="customer", amount=50)
    evaluate_all(now)
    customers, support = get(client)["items"]
    assert support["standing"]["spent"] == "90.000000000000000000000001"
    assert support["standing"]["left"] == "9.999999999999999999999999"
    assert (support["standing"]["share"], support["standing"]["value"], support["values"]) == ("0.9", None, 1)
    assert support["standing"]["forecast"] is None
    assert (customers["standing"]["value"], customers["values"]) == ("acme", 2)
    shares = [(one["value"], one["share"]) for one in get(client, f"/{each.pk}")["standings"]]
    assert shares == [("acme", "1.2"), ("zeta", "0.6")]


def test_firings_are_told_with_their_numbers_page_by_page(client: Client) -> None:
    now = timezone.now()
    charge(team="support", cost=Decimal(90), time=now)
    roll_up()
    made = budget(team="support")
    evaluate_all(now)
    found, cursor = [], ""
    while cursor is not None:
        page = get(client, f"/{made.pk}/firings?limit=1{cursor and f'&cursor={cursor}'}")
        found += page["items"]
        cursor = page["next"]
    assert sorted(one["percent"] for one in found) == [50, 80]
    assert {(one["kind"], one["spent"], one["amount"], one["cleared_at"]) for one in found} == {
        ("actual", "90", "100", None)
    }
    assert found == get(client, f"/{made.pk}/firings")["items"]
    assert Firing.objects.count() == 2


def test_budgets_come_by_name_and_cursors_neither_skip_nor_repeat(client: Client) -> None:
    names = ["b", "a", "d", "c", "e"]
    for name in names:
        budget(name)
    found, cursor = [], ""
    while cursor is not None:
        page = get(client, f"?limit=2{cursor and f'&cursor={cursor}'}")
        found += [one["name"] for one in page["items"]]
        cursor = page["next"]
    assert found == sorted(names)


def test_a_read_key_sees_budgets_that_are_confined_to_its_project_only() -> None:
    confined = {"ours": ["shop"], "theirs": ["other"], "both": ["shop", "other"], "unclear": ["shop", None]}
    for name, values in confined.items():
        made = budget(name)
        Budget.objects.filter(pk=made.pk).update(filters={"project": values})
    budget("all")
    budget("each", each="project")
    client = client_of("read")
    assert [one["name"] for one in get(client)["items"]] == ["ours"]
    for one in Budget.objects.exclude(name="ours"):
        get(client, f"/{one.pk}", 404)
        get(client, f"/{one.pk}/firings", 404)
    get(client, f"/{Budget.objects.get(name='ours').pk}")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "0.001"}, "amount"),
        ({"amount": "1e19"}, "amount"),
        ({"measure": "calls", "amount": "1.5"}, "amount"),
        ({"name": " "}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"owner": "nobody"}, "owner"),
        ({"owner": "a\x00b"}, "owner"),
        ({"owner": "gone"}, "owner"),
        ({"scope": {"colour": "red"}}, "scope"),
        ({"scope": {"team": []}}, "scope"),
        ({"scope": {"team": ["x" * 513]}}, "scope"),
        ({"scope": {"team": [f"t{n}" for n in range(51)]}}, "scope"),
        ({"scope": {"customer": "a", "user": "b"}}, "scope"),
        ({"each": "colour"}, "scope"),
        ({"each": "team", "scope": {"team": None}}, "each"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"starts_on": "1999-12-31"}, "starts_on"),
        ({"thresholds": {"actual": [0]}}, "thresholds"),
        ({"thresholds": {"actual": list(range(1, 12))}}, "thresholds"),
        ({"enforcement": "deny", "scope": {"team": None}}, "enforcement"),
        ({"advised_model": "m" * 257}, "advised_model"),
    ],
)
def test_what_cannot_be_is_refused_with_the_name_of_the_field(
    client: Client, changes: dict[str, Any], field: str
) -> None:
    Team.objects.create(name="gone", archived_at=timezone.now())
    answer = send(client, "post", URL, SHORTEST | changes)
    assert (answer.status_code, answer.json().get("parameter")) == (400, field)
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": "NaN"},
        {"amount": None},
        {"amount": "0.00000000001"},
        {"colour": "red"},
        {"period": "fortnight"},
        {"thresholds": {"actual": ["half"]}},
        {"name": "\ud800"},
        {"scope": {"team": "\ud800"}},
    ],
)
def test_what_is_of_the_wrong_kind_is_refused_with_its_place(client: Client, changes: dict[str, Any]) -> None:
    answer = send(client, "post", URL, SHORTEST | changes)
    assert answer.status_code == 422
    assert set(changes) <= set(answer.json()["detail"][0]["loc"])
    assert not Budget.objects.exists()


def test_a_name_is_taken_once(client: Client) -> None:
    budget("All")
    answer = send(client, "post", URL, SHORTEST | {"name": "ALL"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "name")


@pytest.mark.parametrize("path", ["?colour=red", "?limit=0", "?cursor=x", "?archived=perhaps", "/0", "/x"])
def test_parameters_that_cannot_be_used_are_refused(client: Client, path: str) -> None:
    assert get(client, path, 400)["error"] == "bad_parameter"


def test_what_does_not_exist_is_not_found(client: Client) -> None:
    get(client, "/77", 404)
    get(client, "/77/firings", 404)


@pytest.mark.parametrize("scope", ["read", "ingest"])
def test_other_keys_may_not_write(scope: str) -> None:
    made = budget()
    client = client_of(scope)
    for method, address in (("post", URL), ("put", f"{URL}/{made.pk}"), ("delete", f"{URL}/{made.pk}")):
        assert send(client, method, address, SHORTEST).status_code == 403
    assert Budget.objects.get().name == "Support"


@pytest.mark.parametrize("role", ["admin", "finance", "lead", "engineer"])
def test_people_who_are_signed_in_read_and_write_nothing(role: str) -> None:
    made = budget()
    client = browser(person(role))
    assert get(client)["items"][0]["name"] == "Support"
    assert send(client, "post", URL, SHORTEST).status_code == 401
    assert send(client, "delete", f"{URL}/{made.pk}", {}).status_code == 401


def test_the_list_costs_as_many_queries_however_long_it_is(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        budget(f"Budget {number}", team=f"team {number}")
    evaluate_all(timezone.now())
    with django_assert_max_num_queries(8):
        assert len(get(client)["items"]) == 20
