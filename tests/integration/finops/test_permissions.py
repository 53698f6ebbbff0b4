"""Who may do what: the table, and outsiders at every door."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from finops.accounts import services
from finops.accounts.models import Role
from finops.accounts.navigation import rail
from finops.accounts.permissions import CAPABILITIES, Capability, can, can_read_content
from finops.accounts.urls import urlpatterns as settings_patterns
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db

OPEN_TO_ANYBODY = {"account_login", "account_logout", "account_inactive", "healthz", "readyz"}
EXAMPLES = {"trace_id": "0" * 31 + "1", "hex_id": "0" * 15 + "1"}  # by converter; of the others, 1
SETTINGS = [pattern.name for pattern in settings_patterns]
ANY_ARGUMENT = {"project_id": 1, "key_id": 1, "user_id": 1}


def url_of(name: str) -> str:
    pattern = next(pattern for pattern in settings_patterns if pattern.name == name)
    return reverse(name, kwargs={key: ANY_ARGUMENT[key] for key in pattern.pattern.converters})


def pages(patterns: list, prefix: str = "/") -> list[tuple[str, str]]:
    """Name and an example address of every page that is not of the API."""
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += [] if route.startswith("/api/") else pages(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found.append((pattern.name, "".join(example(part) for part in route.split("<"))))
    return found


def example(part: str) -> str:
    if ">" not in part:
        return part
    converter, _, rest = part.partition(">")
    return EXAMPLES.get(converter.partition(":")[0], "1") + rest


def test_every_page_but_sign_in_and_health_asks_strangers_to_sign_in() -> None:
    for name, address in pages(get_resolver().url_patterns):
        if name in OPEN_TO_ANYBODY or address.startswith("/api/"):
            continue
        answer = browser().get(address)
        assert answer.status_code == 302, (name, address)
        assert answer["Location"].startswith(reverse("account_login")), (name, address)


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
    everybody = {Capability.VIEW_SPEND, Capability.VIEW_TRACES, Capability.VIEW_INGESTION}
    assert all(everybody <= CAPABILITIES[role] for role in Role)


def test_only_administrators_manage() -> None:
    managing = {capability for capability in Capability if capability.name.startswith("MANAGE")}
    assert managing <= CAPABILITIES[Role.ADMIN]
    assert not any(managing & CAPABILITIES[role] for role in Role if role is not Role.ADMIN)


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
