"""The audit log: written with the change, filtered and paged."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from finops.accounts import services
from finops.accounts.models import Project, Role
from finops.accounts.views.audit import PAGE
from finops.audit.models import Entry
from finops.audit.sentences import SENTENCES
from finops.audit.services import record
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return browser(person(Role.ADMIN))


def shown(client: Client, **query: object) -> list[str]:
    return [entry.target for entry in client.get(reverse("audit"), query).context["entries"]]


def test_a_change_that_is_rolled_back_leaves_no_entry() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        services.project_get_or_create("checkout")
        raise RuntimeError
    assert not Project.objects.exists()
    assert not Entry.objects.exists()


def test_finding_a_project_again_is_no_change() -> None:
    services.project_get_or_create("checkout")
    services.project_get_or_create("checkout")
    assert Entry.objects.count() == 1


def test_pages_follow_each_other_without_gap_or_repeat(client: Client) -> None:
    for number in range(PAGE + 5):
        record(actor="tests", action="accounts.team.create", target=f"team {number}")
    answer = client.get(reverse("audit"), {"action": "accounts.team.create"})
    older = [
        entry.target for entry in client.get("/settings/audit/" + answer.context["older"]).context["entries"]
    ]
    assert [entry.target for entry in answer.context["entries"]] + older == [
        f"team {number}" for number in reversed(range(PAGE + 5))
    ]


def test_entries_are_found_by_who_did_what_to_what(client: Client) -> None:
    record(actor="sl_admin_abc", action="accounts.team.create", target="support")
    record(actor="nightly", action="accounts.key.revoke", target="sl_ingest_x")
    assert shown(client, action="accounts.key.revoke") == ["sl_ingest_x"]
    assert shown(client, who="ADMIN_ABC") == ["support"]
    assert shown(client, what="support") == ["support"]
    assert shown(client, what="100%_") == []


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "x"},
        {"cursor": "0"},
        {"cursor": "9" * 30},
        {"action": "none"},
        {"who": "x" * 201},
        {"what": "\x00"},
    ],
)
def test_a_filter_that_makes_no_sense_shows_no_entries_rather_than_wrong_ones(
    client: Client, query: dict[str, str]
) -> None:
    answer = client.get(reverse("audit"), query)
    assert answer.status_code == 200
    assert answer.context["entries"] == []
    assert "The filter cannot be used" in answer.content.decode()
    assert client.get(reverse("audit_csv"), query).status_code == 400


def test_a_change_reads_from_old_to_new(client: Client) -> None:
    project = services.project_get_or_create("checkout")
    services.project_update(project=project, content_policy="keep", owner_team=None, actor="tests")
    assert "drop → keep" in client.get(reverse("audit")).content.decode()


def test_days_are_whole_days_of_the_organisation(client: Client) -> None:
    services.organisation_update(name="Acme", time_zone="Asia/Tokyo", actor="tests")
    for hour, name in ((14, "before"), (15, "first"), (38, "last"), (39, "after")):
        record(actor="tests", action="accounts.team.create", target=name)
        at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
        Entry.objects.filter(target=name).update(at=at)
    day = {"from": "2026-11-02", "to": "2026-11-02"}
    assert shown(client, **day) == ["last", "first"]
    assert shown(client, **day | {"to": "2026-11-03"}) == ["after", "last", "first"]
    csv = client.get(reverse("audit_csv"), day).getvalue().decode()
    assert "last" in csv and "after" not in csv


@pytest.mark.parametrize(
    "query",
    [{"from": "soon"}, {"to": "9999-12-31"}, {"from": "2026-11-02", "to": "2026-11-01"}, {"range": "ever"}],
)
def test_days_that_make_no_sense_are_refused_with_a_sentence(client: Client, query: dict[str, str]) -> None:
    for page in ("audit", "audit_csv"):
        answer = client.get(reverse(page), query)
        assert answer.status_code == 400
        assert next(iter(query)) in answer.content.decode()


def test_the_log_is_of_any_time_until_days_are_chosen_and_filter_and_days_keep_each_other(
    client: Client,
) -> None:
    record(actor="tests", action="accounts.team.create", target="support")
    Entry.objects.filter(target="support").update(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert "support" in shown(client)
    assert "support" not in shown(client, range="12m")
    page = client.get(reverse("audit"), {"range": "12m", "who": "tests", "cursor": 99})
    assert '<input type="hidden" name="range" value="12m">' in page.content.decode()
    assert "range=12m" in page.context["csv_url"] and "cursor" not in page.context["csv_url"]
    choices = {choice.label: choice.href for choice in page.context["picker"].presets}
    assert choices["Any time"] == "?who=tests"
    assert choices["This quarter"] == "?who=tests&range=quarter"


def test_an_entry_reads_as_a_sentence_and_one_without_words_is_named(client: Client) -> None:
    record(actor="ada", action="accounts.key.revoke", target="sl_ingest_x")
    record(actor="bob", action="new.thing.done", target="<b>it</b>")
    page = client.get(reverse("audit")).content.decode()
    assert "<strong>ada</strong> revoked the key sl_ingest_x…" in page
    assert "<strong>bob</strong> new.thing.done &lt;b&gt;it&lt;/b&gt;" in page


def test_every_action_the_product_records_has_words() -> None:
    recorded = {
        name
        for path in Path("finops").rglob("*.py")
        for name in re.findall(r'"((?:accounts|prices|spend|traces)\.[a-z]+\.[a-z_]+)"', path.read_text())
    }
    assert len(recorded) > 10
    assert recorded <= set(SENTENCES)


def test_the_csv_has_what_the_filter_lets_through_and_no_formula(client: Client) -> None:
    record(actor="=cmd()", action="accounts.team.create", target="support", detail={"a": 1})
    record(actor="ada", action="accounts.team.create", target="search")
    answer = client.get(reverse("audit_csv"), {"what": "support"})
    header, line = answer.getvalue().decode().splitlines()
    assert header == "at,who,action,what,detail"
    assert "'=cmd()" in line and '"{""a"": 1}"' in line
    assert "what=support" in client.get(reverse("audit"), {"what": "support"}).context["csv_url"]
