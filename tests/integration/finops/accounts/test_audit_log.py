"""The audit log: written with the change, filtered and paged."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from finops.accounts import services
from finops.accounts.models import Project, Role
from finops.accounts.views.audit import PAGE
from finops.audit.models import Entry
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
    older = shown(client, action="accounts.team.create", before=answer.context["older"])
    assert [entry.target for entry in answer.context["entries"]] + older == [
        f"team {number}" for number in reversed(range(PAGE + 5))
    ]
    assert f"before={answer.context['older']}" in answer.content.decode()


def test_entries_are_found_by_action_and_by_who_or_what(client: Client) -> None:
    record(actor="sl_admin_abc", action="accounts.team.create", target="support")
    record(actor="nightly", action="accounts.key.revoke", target="sl_ingest_x")
    assert shown(client, action="accounts.key.revoke") == ["sl_ingest_x"]
    assert shown(client, text="ADMIN_ABC") == ["support"]
    assert shown(client, text="support") == ["support"]
    assert shown(client, text="100%_") == []


@pytest.mark.parametrize(
    "query", [{"before": "x"}, {"before": "0"}, {"before": "9" * 30}, {"action": "none"}]
)
def test_a_filter_that_makes_no_sense_shows_no_entries_rather_than_wrong_ones(
    client: Client, query: dict[str, str]
) -> None:
    answer = client.get(reverse("audit"), query)
    assert answer.status_code == 200
    assert answer.context["entries"] == []


def test_a_change_reads_from_old_to_new(client: Client) -> None:
    project = services.project_get_or_create("checkout")
    services.project_update(project=project, content_policy="keep", owner_team=None, actor="tests")
    assert "drop → keep" in client.get(reverse("audit")).content.decode()
