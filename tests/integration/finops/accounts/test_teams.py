"""Teams: renamed, filled, archived and restored."""

import pytest
from django.test import Client
from django.urls import reverse

from finops.accounts import services
from finops.accounts.models import Project, Role, Team, User
from finops.audit.models import Entry
from tests.factories.people import body, browser, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return browser(person(Role.ADMIN))


@pytest.fixture
def lead() -> User:
    return person(Role.LEAD, teams=("support",))


@pytest.fixture
def support(lead: User) -> Team:
    return lead.teams.get()


def archive(client: Client, team: Team) -> str:
    return client.post(reverse("team_archive", args=[team.pk]), follow=True).content.decode()


def test_a_new_team_leads_to_choosing_its_people(client: Client, lead: User) -> None:
    answer = client.post(reverse("teams"), {"name": "growth"})
    team = Team.objects.get(name="growth")
    assert answer["Location"] == reverse("team_edit", args=[team.pk])
    client.post(answer["Location"], {"name": "growth", "members": [lead.pk]})
    assert list(team.members.all()) == [lead]


def test_a_renamed_team_keeps_its_people_and_the_log_says_what_changed(
    client: Client, support: Team, lead: User
) -> None:
    client.post(reverse("team_edit", args=[support.pk]), {"name": "helpdesk", "members": []})
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.action, entry.target) == ("accounts.team.update", "support")
    assert entry.detail == {"name": ["support", "helpdesk"], "members": [["lead@example.com"], []]}
    assert "changed the team support" in body(client, reverse("audit"))


def test_a_name_is_given_once_also_when_its_team_is_archived(client: Client, support: Team) -> None:
    other = services.team_create(name="growth", actor="tests")
    edit = reverse("team_edit", args=[other.pk])
    assert "already a team named support" in client.post(edit, {"name": "support"}).content.decode()
    archive(client, support)
    refused = client.post(reverse("teams"), {"name": "support"}).content.decode()
    assert "an archived team named support. Restore it below." in refused


def test_archiving_asks_first_and_says_what_stays(client: Client, support: Team) -> None:
    question = body(client, reverse("team_archive", args=[support.pk]))
    assert "Archive support?" in question and "What it has spent stays" in question
    support.refresh_from_db()
    assert support.archived_at is None


def test_an_archived_team_is_offered_nowhere_and_keeps_its_members_until_it_is_restored(
    client: Client, support: Team, lead: User
) -> None:
    archive(client, support)
    assert "support" not in body(client, reverse("project_create")).split("</form>")[-2]
    edit = reverse("user_edit", args=[lead.pk])
    assert 'name="teams"' not in body(client, edit)
    client.post(edit, {"name": "Lea", "role": "lead", "teams": []})
    assert list(lead.teams.all()) == [support]
    assert "Archived" in body(client, reverse("teams"))
    client.post(reverse("team_restore", args=[support.pk]))
    assert 'name="teams"' in body(client, edit)
    assert [entry.action for entry in Entry.objects.filter(target="support").order_by("id")][-2:] == [
        "accounts.team.archive",
        "accounts.team.restore",
    ]


def test_a_team_that_owns_a_project_is_not_archived(client: Client, support: Team) -> None:
    project = services.project_get_or_create("checkout")
    Project.objects.filter(pk=project.pk).update(owner_team=support)
    assert "support owns checkout. Choose another owner team there first." in archive(client, support)
    support.refresh_from_db()
    assert support.archived_at is None


def test_a_question_is_a_dialog_for_htmx_and_a_page_without(client: Client, support: Team) -> None:
    address = reverse("team_archive", args=[support.pk])
    asked = client.get(address, headers={"HX-Request": "true"})
    assert "<html" not in asked.content.decode() and f'action="{address}"' in asked.content.decode()
    assert asked["Vary"].count("HX-Request") == 1
    page = body(client, address)
    assert page.count("<h1>") == 1 and f'action="{address}"' in page
    assert f'hx-get="{address}"' in body(client, reverse("team_edit", args=[support.pk]))
