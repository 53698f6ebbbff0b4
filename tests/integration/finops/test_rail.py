"""The way through the product: a rail, and on phones a bar with room for five."""

import re

import pytest
from django.test import Client

from finops.accounts.models import Role
from finops.accounts.navigation import rail
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db
PHONE = re.compile(r'<li class="(?P<classes>[^"]*)">\s*<(?P<inside>a|details)')


def entries(client: Client) -> list[tuple[str, str]]:
    """Class and content of each entry: a link, or what opens the rest."""
    shown = client.get("/accounts/password/change/").content.decode()
    return PHONE.findall(shown[shown.index('aria-label="Main"') : shown.index("</nav>")])


def test_what_keeps_the_figures_right_stands_below_what_was_spent() -> None:
    below = [link.below for link in rail(person(Role.ADMIN), None)]
    assert below == sorted(below)
    assert {link.label for link in rail(person(Role.LEAD), None) if link.below} == {
        "Ingestion",
        "Unattributed",
        "Unpriced",
    }


@pytest.mark.parametrize("role", list(Role))
def test_a_phone_shows_at_most_five_entries_and_hides_nothing_it_does_not_offer(role: Role) -> None:
    user = person(role)
    found = entries(browser(user))
    links = [classes for classes, inside in found if inside == "a"]
    assert len(links) == len(rail(user, None))
    assert len([classes for classes, _ in found if "later" not in classes]) <= 5
    assert found[-1] == ("more", "details")


def test_more_on_a_phone_holds_what_the_bar_does_not() -> None:
    user = person(Role.ADMIN)
    shown = browser(user).get("/accounts/password/change/").content.decode()
    menu = shown[shown.index('<li class="more">') : shown.index("</nav>")]
    later = {link.href for link in rail(user, None) if link.later}
    assert set(re.findall(r'<a href="([^"]+)"', menu)) == later
    assert {"/ingestion/", "/unpriced/"} <= later
