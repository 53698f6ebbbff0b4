"""Light, dark or automatic: chosen once, kept by the browser, rendered by the server."""

import pytest
from django.test import Client
from django.urls import reverse

from finops.accounts.models import Role
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get(reverse("account_change_password")).content.decode()


def choose(client: Client, theme: str, back: str = "") -> object:
    return client.post(reverse("theme"), {"theme": theme, "next": back})


def test_until_somebody_chooses_the_system_decides() -> None:
    shown = page(browser(person(Role.FINANCE)))
    assert "data-theme" not in shown
    assert '<meta name="color-scheme" content="light dark">' in shown
    assert 'value="automatic" aria-pressed="true"' in shown


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_holds_on_every_page_and_is_marked_in_the_menu(theme: str) -> None:
    client = browser(person(Role.FINANCE))
    answer = choose(client, theme, "/spend/?range=7d")
    assert (answer.status_code, answer["Location"]) == (302, "/spend/?range=7d")
    shown = page(client)
    assert f'<html lang="en" data-theme="{theme}">' in shown
    assert f'<meta name="color-scheme" content="{theme}">' in shown
    assert f'value="{theme}" aria-pressed="true"' in shown


def test_the_choice_outlives_signing_out() -> None:
    client = browser()
    client.cookies["theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in client.get(reverse("account_login")).content.decode()


def test_automatic_takes_the_choice_back() -> None:
    client = browser(person(Role.FINANCE))
    choose(client, "dark")
    choose(client, "automatic")
    assert "data-theme" not in page(client)


def test_the_cookie_stays_a_year_and_is_no_business_of_scripts_or_other_sites() -> None:
    cookie = choose(browser(person(Role.FINANCE)), "dark").cookies["theme"]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_leads_nowhere_else(elsewhere: str) -> None:
    assert choose(browser(person(Role.FINANCE)), "dark", elsewhere)["Location"] == reverse("home")


def test_a_theme_that_does_not_exist_is_refused_and_a_made_up_cookie_ignored() -> None:
    client = browser(person(Role.FINANCE))
    answer = choose(client, "sepia")
    assert answer.status_code == 400
    assert "Choose from: automatic, light, dark" in answer.content.decode()
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in page(client)


def test_only_a_form_changes_the_theme() -> None:
    assert browser(person(Role.FINANCE)).get(reverse("theme")).status_code == 405
