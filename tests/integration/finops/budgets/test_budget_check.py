"""`/api/v1/budgets/check`: whether a call may be made, from what was read within the last seconds."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from finops.accounts.models import ApiKey
from finops.accounts.services import key_create, key_revoke
from finops.budgets.checks import api, snapshot
from finops.budgets.checks.refreshing import Refreshed
from finops.budgets.checks.shadow import ShadowCounts, shadow_denials, write
from finops.budgets.models import Budget, ShadowDenial
from finops.budgets.types import Enforcement, Period
from finops.spend.dimensions import DIMENSIONS
from finops.spend.types import Filter, Measure
from tests.factories.budgets import budget
from tests.factories.custom import allow
from tests.factories.people import browser, person
from tests.factories.rollups import charge, project, roll_up
from tests.factories.waiting import eventually

pytestmark = pytest.mark.django_db
# Threads read and write with connections of their own.
in_threads = pytest.mark.django_db(transaction=True)
EMPTY = """TRUNCATE charge, dimension_set, spend_quarter_hour, spend_daily, customer_daily, user_daily,
    spend_daily_coarse, customer_daily_coarse, user_daily_coarse, spend_weekly_coarse,
    customer_weekly_coarse, user_weekly_coarse, run_daily, customer_run_daily, latency_daily,
    latency_weekly"""
URL = "/api/v1/budgets/check"


class Clock:
    """Seconds that pass when they are told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    made = Clock()
    monkeypatch.setattr(api, "CURRENT", Refreshed(snapshot.read, made, start=lambda work: work()))
    monkeypatch.setattr(api, "SHADOWS", ShadowCounts(write))
    yield made
    api.SHADOWS.flush()


@pytest.fixture
def threads(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is read is read in a thread, as in production."""
    monkeypatch.setattr(api, "CURRENT", Refreshed(snapshot.read, clock))
    yield
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)


def client_of(scope: str = "admin", of: str = "shop") -> Client:
    _, secret = key_create(project=project(of), scope=scope, actor="tests")
    return Client(headers={"Authorization": f"Bearer {secret}"})


def check(client: Client | None = None, status: int = 200, **asked: str) -> Any:
    answer = (client or client_of()).get(URL, asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def spend(cost: int, of: str = "shop", **dimensions: Any) -> None:
    charge(project(of), cost=Decimal(cost), time=timezone.now(), **dimensions)
    roll_up()


def test_a_budget_that_is_used_up_denies_and_says_until_when_and_what_instead() -> None:
    spend(120, team="support")
    made = budget("Support", team="support", enforcement=Enforcement.DENY, advised_model="gpt-4o-mini")
    answer = check(team="support", model="gpt-4o")
    today = timezone.now().date()
    reset = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    as_of = dt.datetime.fromisoformat(answer.pop("as_of"))
    assert timezone.now() - as_of < dt.timedelta(minutes=1)
    assert answer == {
        "decision": "deny",
        "reason": "used_up",
        "message": f"The budget Support is used up until {reset} 00:00 UTC. Use gpt-4o-mini.",
        "budget": {
            "id": made.pk,
            "name": "Support",
            "value": None,
            "measure": "cost",
            "amount": "100",
            "spent": "120",
        },
        "remaining": "-20",
        "resets_at": f"{reset}T00:00:00Z",
        "advised_model": "gpt-4o-mini",
        "shadow_denied": False,
    }


def test_a_budget_with_something_left_allows_and_says_how_much() -> None:
    spend(60, team="support")
    budget(team="support", enforcement=Enforcement.DENY, advised_model="gpt-4o-mini")
    answer = check(team="support")
    assert (answer["decision"], answer["reason"], answer["remaining"]) == ("allow", "within_budget", "40")
    assert answer["advised_model"] is None


def test_calls_no_budget_is_about_are_allowed() -> None:
    spend(120, team="support")
    budget("Off", team="support", enforcement=Enforcement.OFF)
    budget("Other", team="search", enforcement=Enforcement.DENY)
    gone = budget("Gone", team="support", enforcement=Enforcement.DENY)
    Budget.objects.filter(pk=gone.pk).update(archived_at=timezone.now())
    later = timezone.now().date() + dt.timedelta(days=40)
    budget("Later", team="support", enforcement=Enforcement.DENY, starts_on=later)
    answer = check(team="support")
    assert (answer["decision"], answer["reason"], answer["budget"]) == ("allow", "no_budget", None)


def test_each_customer_has_a_budget_of_their_own() -> None:
    spend(120, customer="acme")
    spend(10, customer="zeta")
    budget(each="customer", enforcement=Enforcement.WARN)
    acme = check(customer="acme")
    assert (acme["decision"], acme["budget"]["value"]) == ("warn", "acme")
    assert acme["message"].startswith("The budget Support of acme is used up until")
    assert check(customer="zeta")["remaining"] == "90"
    assert check(customer="new")["remaining"] == "100"
    assert check()["budget"] is None


def test_tokens_and_calls_are_held_back_as_money_is() -> None:
    spend(1, feature="chat")
    budget("Tokens", each="feature", measure=Measure.TOKENS, amount=1100, enforcement=Enforcement.DENY)
    answer = check(feature="chat")
    assert (answer["decision"], answer["remaining"], answer["budget"]["measure"]) == ("deny", "0", "tokens")


def test_what_earlier_periods_left_is_there_to_spend(clock: Clock) -> None:
    spend(120)
    yesterday = timezone.now().date() - dt.timedelta(days=1)
    more = {"period": Period.DAY, "enforcement": Enforcement.DENY}
    budget("Strict", **more)
    assert check()["decision"] == "deny"
    Budget.objects.all().delete()
    budget("Saves", rollover=True, starts_on=yesterday, **more)
    clock.now += 5
    assert check()["remaining"] == "80"


def test_the_name_a_model_is_asked_for_by_stands_for_those_that_answer(clock: Clock) -> None:
    spend(120, request_model="gpt-4o", response_model="gpt-4o-2024-08-06")
    spend(1, request_model="gpt-4o-mini", response_model="gpt-4o-mini-2024-07-18")
    made = budget("Large", enforcement=Enforcement.DENY)
    wanted = Filter("response_model", ("gpt-4o-2024-08-06",))
    Budget.objects.filter(pk=made.pk).update(filters={wanted.dimension: [*wanted.values]})
    for name in ("gpt-4o", "gpt-4o-2024-08-06"):
        assert check(model=name)["decision"] == "deny"
    assert check(model="gpt-4o-mini")["decision"] == "allow"
    Budget.objects.all().delete()
    budget("Each", each="response_model", enforcement=Enforcement.DENY)
    clock.now += 5
    assert check(model="gpt-4o")["budget"]["value"] == "gpt-4o-2024-08-06"
    assert check(model="gpt-4o-mini")["remaining"] == "99"


def test_every_dimension_may_be_asked_with() -> None:
    client = client_of()
    for name in DIMENSIONS:
        assert check(client, **{name: "x" if name != "project" else "shop"})["decision"] == "allow"


def test_custom_dimensions_are_asked_with_as_well() -> None:
    allow("unit")
    made = budget(enforcement=Enforcement.DENY)
    Budget.objects.filter(pk=made.pk).update(filters={"custom.unit": ["emea"]})
    assert check(**{"custom.unit": "emea"})["remaining"] == "100"
    assert check(**{"custom.unit": "apac"})["budget"] is None
    assert "custom.unit" in check(**{"custom.other": "x"}, status=400)["choices"]


@pytest.mark.parametrize(
    ("query", "taught"),
    [
        ("colour=red", "journey"),
        ("team=a&team=b", "one value"),
        ("team=%00", "NUL"),
        (f"team={'x' * 513}", "512"),
        ("start=2026-11-01", "not a parameter"),
    ],
)
def test_what_cannot_be_asked_is_refused(query: str, taught: str) -> None:
    answer = client_of().get(f"{URL}?{query}")
    assert answer.status_code == 400
    assert taught in answer.json()["message"]


def test_a_key_of_one_project_asks_for_its_own_project_only() -> None:
    spend(120, of="shop")
    made = budget("Shop", enforcement=Enforcement.DENY)
    Budget.objects.filter(pk=made.pk).update(filters={"project": ["shop"]})
    mine, theirs = client_of("read", "shop"), client_of("read", "other")
    answer = check(mine)
    assert (answer["decision"], answer["remaining"]) == ("deny", "-20")
    assert check(theirs)["decision"] == "allow"
    assert "another project" in check(mine, 400, project="other")["message"]


def test_a_key_of_one_project_is_held_to_what_all_spend_and_does_not_see_how_much() -> None:
    spend(120, of="other", team="support")
    budget("Support", team="support", enforcement=Enforcement.DENY)
    answer = check(client_of("read"), team="support")
    assert (answer["decision"], answer["remaining"]) == ("deny", None)
    assert (answer["budget"]["name"], answer["budget"]["amount"], answer["budget"]["spent"]) == (
        "Support", None, None,
    )  # fmt: skip
    assert "120" not in str(answer)
    assert check(client_of("admin"), team="support")["remaining"] == "-20"


@pytest.mark.parametrize("query", ["team=copilot", "team=search", "team=copilot&team=search", "colour=red"])
def test_the_short_way_answers_as_the_long_one_does(query: str, settings: Any) -> None:
    spend(30, team="copilot")
    budget("Copilot", team="copilot", amount=20, enforcement=Enforcement.DENY)
    client = client_of()
    short = client.get(f"{URL}?{query}")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "checks_first" not in name]
    long = Client(**client.defaults).get(f"{URL}?{query}")
    assert short.json() == long.json() and short.status_code == long.status_code
    assert "default-src 'none'" in short.headers["Content-Security-Policy"]


def test_people_who_are_signed_in_may_ask() -> None:
    budget(enforcement=Enforcement.DENY)
    assert check(browser(person("engineer")))["remaining"] == "100"


def test_other_keys_are_refused_as_everywhere() -> None:
    check(Client(), 401)
    assert "Unknown API key" in check(Client(headers={"Authorization": "Bearer sl_read_x"}), 401)["message"]
    assert "ingest key" in check(client_of("ingest"), 403)["message"]
    revoked = client_of("read")
    key_revoke(key=ApiKey.objects.get(revoked_at=None, scope="read"), actor="tests")
    assert "was revoked" in check(revoked, 401)["message"]
    expired = client_of("read")
    check(expired)
    ApiKey.objects.filter(revoked_at=None).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert "has expired" in check(expired, 401)["message"]


@in_threads
def test_the_use_of_a_key_is_noted(threads: None) -> None:
    client = client_of("read")
    check(client)
    eventually(lambda: ApiKey.objects.get().last_used_at, "a note of its use")


def test_what_changes_is_known_within_seconds_and_until_then_no_database_is_asked(
    clock: Clock, django_assert_num_queries: Any
) -> None:
    budget(team="support", enforcement=Enforcement.DENY)
    client = client_of()
    assert check(client, team="support")["remaining"] == "100"
    spend(120, team="support")
    with django_assert_num_queries(0):
        assert check(client, team="support")["remaining"] == "100"
    clock.now += 5
    assert check(client, team="support")["remaining"] == "-20"


def test_a_revoked_key_works_no_longer_than_what_was_read(clock: Clock) -> None:
    client = client_of("read")
    check(client)
    key_revoke(key=ApiKey.objects.get(), actor="tests")
    clock.now += 5
    check(client, 401)


@in_threads
def test_without_an_answer_from_the_database_calls_are_allowed(threads: None, clock: Clock) -> None:
    spend(120)
    budget(enforcement=Enforcement.DENY)
    client = client_of()
    assert check(client)["decision"] == "deny"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE budgets_budget IN ACCESS EXCLUSIVE MODE")
        clock.now += 5
        answer = check(client)
        assert (answer["decision"], answer["reason"], answer["as_of"]) == ("allow", "unavailable", None)
        assert check(Client(headers={"Authorization": "Bearer sl_read_x"}))["reason"] == "unavailable"
        check(Client(), 401)
        cursor.execute("ROLLBACK")
    eventually(lambda: check(client)["decision"] == "deny", "an answer")


def test_a_shadow_allows_and_is_counted_by_value_and_hour() -> None:
    spend(120, customer="acme")
    made = budget(each="customer", enforcement=Enforcement.SHADOW)
    client = client_of()
    for journey in ("refund", "search", "search"):
        answer = check(client, customer="acme", journey=journey)
        assert (answer["decision"], answer["shadow_denied"], answer["budget"]) == ("allow", True, None)
    assert check(client, customer="zeta")["shadow_denied"] is False
    assert shadow_denials(made) == []
    api.SHADOWS.flush()
    check(client, customer="acme", team="support")
    api.SHADOWS.flush()
    (told,) = client.get(f"/api/v1/budgets/{made.pk}").json()["shadow_denials"]
    assert (told["value"], told["count"]) == ("acme", 4)
    (found,) = shadow_denials(made)
    assert (found.value, found.count) == ("acme", 4)
    assert found.last_asked == {"customer": "acme", "team": "support"}
    assert (found.hour.minute, found.hour.second, found.hour.microsecond) == (0, 0, 0)
    assert found.hour <= found.last_at < found.hour + dt.timedelta(hours=1)


@in_threads
def test_counts_of_shadows_are_written_without_being_asked_to(threads: None) -> None:
    spend(120)
    made = budget(enforcement=Enforcement.SHADOW)
    check()
    assert eventually(lambda: shadow_denials(made), "a count")[0].count == 1


def test_counts_of_budgets_that_are_gone_and_of_long_ago_are_forgotten() -> None:
    spend(120)
    made = budget(enforcement=Enforcement.SHADOW)
    long_ago = timezone.now() - dt.timedelta(days=91)
    ShadowDenial.objects.create(budget=made, hour=long_ago, count=1, last_asked={}, last_at=long_ago)
    check()
    api.SHADOWS.flush()
    assert [one.count for one in shadow_denials(made)] == [1]
    check()
    Budget.objects.all().delete()
    api.SHADOWS.flush()
    assert not ShadowDenial.objects.exists()
