"""Who may do what: the table, and outsiders at every door."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from finops.accounts import permission_table, services
from finops.accounts.models import Role, User
from finops.accounts.navigation import rail
from finops.accounts.permissions import (
    CAPABILITIES,
    OPEN_TO_ANYBODY,
    OPEN_TO_THE_SIGNED_IN,
    Capability,
    can,
    can_read_content,
)
from finops.accounts.urls import urlpatterns as settings_patterns
from tests.factories.people import browser, person
from tests.factories.routes import operations, pages

pytestmark = pytest.mark.django_db

SETTINGS = [pattern.name for pattern in settings_patterns]
ANY_ARGUMENT = {"project_id": 1, "key_id": 1, "user_id": 1, "team_id": 1, "invitation_id": 1}


def url_of(name: str) -> str:
    pattern = next(pattern for pattern in settings_patterns if pattern.name == name)
    return reverse(name, kwargs={key: ANY_ARGUMENT[key] for key in pattern.pattern.converters})


def test_every_door_declares_what_it_needs() -> None:
    undeclared = {
        route.name
        for route in pages()
        if route.capability is None and route.name not in OPEN_TO_THE_SIGNED_IN
    }
    assert undeclared == OPEN_TO_ANYBODY & {route.name for route in pages()}
    assert [route for route in operations() if route.capability is None] == []
    assert len(pages()) > 30 and len(operations()) >= 4


def test_every_door_but_sign_in_and_health_asks_strangers_to_sign_in() -> None:
    for route in pages():
        if route.name in OPEN_TO_ANYBODY:
            continue
        answer = browser().get(route.address)
        assert answer.status_code == 302, route
        assert answer["Location"].startswith(reverse("account_login")), route
    asked = [getattr(browser(), route.methods[0].lower())(route.address) for route in operations()]
    assert {answer.status_code for answer in asked} == {401}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_door_opens_to_the_roles_of_the_table_and_to_no_other(role: Role, method: str) -> None:
    client = browser(person(role))
    for route in pages() + operations():
        if route.capability is None or method.upper() not in route.methods:
            continue
        answer = getattr(client, method)(route.address)
        if answer.status_code in (401, 405):  # the method is not offered to anybody
            continue
        refused = f"The role {role.label} may not {route.capability}." in answer.getvalue().decode()
        assert refused == (route.capability not in CAPABILITIES[role]), route
        assert answer.status_code == 403 or not refused, route


@pytest.mark.parametrize("role", list(Role))
def test_a_fragment_is_refused_as_its_page_is(role: Role) -> None:
    client = browser(person(role))
    for route in pages():
        if route.capability and route.capability not in CAPABILITIES[role]:
            answer = client.get(route.address, headers={"HX-Request": "true"})
            assert answer.status_code in (403, 405), route


def test_the_document_prints_the_table_of_the_code() -> None:
    assert Path("docs/permissions.md").read_text() == permission_table.document()


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_settings_send_strangers_to_sign_in(name: str, method: str) -> None:
    answer = getattr(browser(), method)(url_of(name))
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={url_of(name)}"


@pytest.mark.parametrize("role", [Role.FINANCE, Role.LEAD, Role.ENGINEER])
def test_settings_refuse_everybody_but_administrators_with_a_sentence(role: Role) -> None:
    client = browser(person(role))
    for name in [name for name in SETTINGS if name not in {"settings"}]:
        answers = [client.get(url_of(name)), client.post(url_of(name))]
        refusals = [answer for answer in answers if answer.status_code != 405]
        assert refusals
        for answer in refusals:
            assert answer.status_code == 403, name
            assert f"The role {role.label} may not" in answer.content.decode(), name


@pytest.mark.parametrize("role", list(Role))
def test_the_rail_shows_settings_to_administrators_only(role: Role) -> None:
    answer = browser(person(role)).get(reverse("account_change_password"))
    assert (reverse("settings") in answer.content.decode()) == (role is Role.ADMIN)


@pytest.mark.parametrize("role", list(Role))
def test_every_link_of_the_rail_opens_and_is_marked_there(role: Role) -> None:
    user = person(role)
    links = rail(user, None)
    assert {"Spend", "Traces", "Unpriced", "Ingestion"} <= {link.label for link in links}
    for link in links:
        answer = browser(user).get(link.href, follow=True)
        assert answer.status_code == 200, link
        assert f'title="{link.label}" aria-current="page"' in answer.content.decode()


def test_everybody_sees_spend_traces_and_ingestion() -> None:
    everybody = {
        Capability.VIEW_SPEND,
        Capability.VIEW_TRACES,
        Capability.VIEW_METRICS,
        Capability.VIEW_INGESTION,
    }
    assert all(everybody <= CAPABILITIES[role] for role in Role)


def test_only_administrators_manage_but_for_budgets_slos_and_channels() -> None:
    managing = {capability for capability in Capability if capability.name.startswith("MANAGE")}
    assert managing <= CAPABILITIES[Role.ADMIN]
    budgets = {Capability.MANAGE_BUDGETS, Capability.MANAGE_ALL_BUDGETS}
    leads = {Capability.MANAGE_BUDGETS, Capability.MANAGE_SLOS, Capability.MANAGE_CHANNELS}
    others = {role: managing & CAPABILITIES[role] for role in Role if role is not Role.ADMIN}
    assert others == {Role.FINANCE: budgets, Role.LEAD: leads, Role.ENGINEER: set()}


def test_finance_reads_no_content_whatever_their_teams() -> None:
    analyst = person(Role.FINANCE, teams=("support",))
    assert not can_read_content(analyst, "support")
    assert not can_read_content(analyst, None)


def test_a_lead_reads_content_of_their_own_teams_only() -> None:
    lead = person(Role.LEAD, teams=("support", "search"))
    assert can_read_content(lead, "support")
    assert not can_read_content(lead, "copilot")
    assert not can_read_content(lead, None)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ENGINEER])
def test_engineers_and_administrators_read_all_content(role: Role) -> None:
    assert can_read_content(person(role), "support")
    assert can_read_content(person(role, email="second@example.com"), None)


def test_nobody_and_the_deactivated_can_do_nothing() -> None:
    person(Role.ADMIN)
    former = person(Role.ENGINEER)
    services.user_deactivate(user=former, actor="tests")
    former.refresh_from_db()
    for somebody in (AnonymousUser(), former, None):
        assert not any(can(somebody, capability) for capability in Capability)
        assert not can_read_content(somebody, "support")


def test_a_refusal_names_who_can_help() -> None:
    person("admin", email="ada@example.com")
    person("admin", email="gone@example.com")
    User.objects.filter(email="gone@example.com").update(is_active=False)
    answer = browser(person("finance")).get(reverse("teams"))
    assert "If you need to, ask ada@example.com." in answer.content.decode()
