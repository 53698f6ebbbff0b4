"""Signing in and out."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from finops.accounts import services
from finops.accounts.models import Role
from tests.factories.people import PASSWORD, browser, person

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _forget_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"login": email, "password": password}).status_code


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account_change_password")).status_code == 200


def test_people_sign_in_with_e_mail_and_password_and_come_back_to_where_they_were() -> None:
    person(Role.ENGINEER)
    client = browser()
    wanted = reverse("account_change_password")
    answer = client.get(wanted, follow=True)
    assert f'value="{wanted}"' in answer.content.decode()
    answer = client.post(LOGIN, {"login": "Engineer@Example.com", "password": PASSWORD, "next": wanted})
    assert answer["Location"] == wanted
    assert is_signed_in(client)


def test_a_foreign_address_to_come_back_to_is_ignored() -> None:
    person(Role.ENGINEER)
    answer = browser().post(
        LOGIN, {"login": "engineer@example.com", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"


def test_a_wrong_password_says_the_same_as_an_unknown_address() -> None:
    person(Role.ENGINEER)
    known = browser().post(LOGIN, {"login": "engineer@example.com", "password": "wrong"})
    unknown = browser().post(LOGIN, {"login": "nobody@example.com", "password": "wrong"})
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert known.status_code == unknown.status_code == 200


def test_guessing_is_stopped_even_with_the_right_password_in_the_end() -> None:
    person(Role.ENGINEER)
    client = browser()
    for _ in range(6):
        sign_in(client, "engineer@example.com", "wrong")
    answer = client.post(LOGIN, {"login": "engineer@example.com", "password": PASSWORD})
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()
    assert not is_signed_in(client)


def test_trying_many_addresses_from_one_place_is_stopped() -> None:
    statuses = [sign_in(browser(), f"user{number}@example.com", "wrong") for number in range(32)]
    assert statuses[-1] == 429


def test_the_counters_are_in_the_broker_so_that_all_web_processes_share_them() -> None:
    from django.conf import settings

    assert settings.CACHES["default"]["BACKEND"].endswith("RedisCache")
    cache.set("probe", 1)
    assert cache.get("probe") == 1


def test_nobody_signs_up_and_unused_pages_of_the_library_do_not_exist() -> None:
    for path in ("signup/", "email/", "password/reset/", "password/set/", "login/code/", "confirm-email/"):
        assert browser().get(f"/accounts/{path}").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_signing_out_takes_a_post() -> None:
    client = browser(person(Role.ENGINEER))
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_a_deactivated_person_is_signed_out_and_stays_out() -> None:
    person(Role.ADMIN)
    user = person(Role.ENGINEER)
    client = browser(user)
    services.user_deactivate(user=user, actor="tests")
    assert not is_signed_in(client)
    sign_in(client, user.email)
    assert not is_signed_in(client)


def test_a_new_password_ends_open_sessions() -> None:
    user = person(Role.ENGINEER)
    client = browser(user)
    password = services.user_reset_password(user=user, actor="tests")
    assert not is_signed_in(client)
    sign_in(client, user.email, password)
    assert is_signed_in(client)


def test_people_change_their_own_password() -> None:
    user = person(Role.FINANCE)
    client = browser(user)
    form = {"oldpassword": PASSWORD, "password1": "a-better-password", "password2": "a-better-password"}
    client.post(reverse("account_change_password"), form)
    assert is_signed_in(client)
    user.refresh_from_db()
    assert user.check_password("a-better-password")


def test_a_weak_password_is_refused_with_the_reason() -> None:
    client = browser(person(Role.FINANCE))
    form = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    answer = client.post(reverse("account_change_password"), form)
    assert "at least 10 characters" in answer.content.decode()


def test_forms_of_strangers_are_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(Role.ADMIN))
    answer = client.post(reverse("teams"), {"name": "support"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


def test_htmx_reloads_the_page_when_the_session_is_over() -> None:
    answer = browser().get(reverse("projects"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert "Location" not in answer.headers
