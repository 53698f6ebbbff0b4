"""People come in by a link that works once."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finops.accounts import invitations
from finops.accounts.keys import digest
from finops.accounts.models import Invitation, Role, Team, User
from finops.audit.models import Entry
from tests.factories.people import PASSWORD, browser, person

pytestmark = pytest.mark.django_db
CHOSEN = {"name": "Lea", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def client() -> Client:
    return browser(person(Role.ADMIN))


def invited(client: Client, email: str = "lea@example.com", role: str = "lead") -> str:
    """The address in the link."""
    answer = client.post(reverse("user_invite"), {"email": email, "role": role})
    assert answer.status_code == 200, answer
    return answer.context["link"].removeprefix("http://testserver")


def actions() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def test_an_invitation_becomes_an_account_that_signs_in(client: Client) -> None:
    link, stranger = invited(client), browser()
    page = stranger.get(link).content.decode()
    assert "lea@example.com" in page and "admin@example.com invites you as engineering lead." in page
    answer = stranger.post(link, CHOSEN, follow=True)
    assert "Your account is ready." in answer.content.decode()
    assert stranger.login(email="lea@example.com", password=PASSWORD)
    lea = User.objects.get(email="lea@example.com")
    assert (lea.name, lea.role) == ("Lea", Role.LEAD)
    assert actions()[-2:] == ["accounts.invitation.create", "accounts.user.create"]


def test_the_link_is_shown_once_and_kept_as_a_hash(client: Client) -> None:
    answer = client.post(reverse("user_invite"), {"email": "lea@example.com", "role": "lead"})
    token = answer.context["link"].rstrip("/").rpartition("/")[2]
    assert "no-store" in answer.headers["Cache-Control"]
    assert bytes(Invitation.objects.get().digest) == digest(token)
    assert token not in client.get(reverse("users")).content.decode()
    assert token not in str(list(Entry.objects.values_list()))


def test_a_link_works_once(client: Client) -> None:
    link = invited(client)
    browser().post(link, CHOSEN)
    for again in (browser().get(link), browser().post(link, {**CHOSEN, "password": "another-long-one"})):
        assert again.status_code == 410
        assert "This invitation no longer works" in again.content.decode()
    assert User.objects.filter(email="lea@example.com").count() == 1


def test_a_link_that_is_taken_while_somebody_types_makes_no_second_account() -> None:
    _, token = invitations.invite(email="lea@example.com", role="lead", actor="tests")
    invitations.accept(token=token, name="", password=PASSWORD)
    with pytest.raises(invitations.Refused, match="was used"):
        invitations.accept(token=token, name="", password=PASSWORD)


def test_a_link_works_for_seven_days(client: Client) -> None:
    link = invited(client)
    left = Invitation.objects.get().expires_at - timezone.now()
    assert dt.timedelta(days=6, hours=23) < left <= dt.timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now())
    assert browser().get(link).status_code == 410


def test_a_withdrawn_invitation_no_longer_works_and_leaves_the_list(client: Client) -> None:
    link = invited(client)
    assert "lea@example.com" in client.get(reverse("users")).content.decode()
    client.post(reverse("user_invitation_withdraw", args=[Invitation.objects.get().pk]))
    assert browser().post(link, CHOSEN).status_code == 410
    assert not client.get(reverse("users")).context["invitations"]
    assert actions()[-1] == "accounts.invitation.withdraw"


def test_a_second_invitation_takes_the_place_of_the_first(client: Client) -> None:
    first, second = invited(client), invited(client, role="finance")
    assert (browser().get(first).status_code, browser().get(second).status_code) == (410, 200)


def test_somebody_who_has_an_account_is_not_invited(client: Client) -> None:
    answer = client.post(reverse("user_invite"), {"email": "ADMIN@example.com", "role": "lead"})
    assert "has an account already" in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "password123", "again": "password123"}, "too common"),
        ({"again": "something-else-1"}, "This is not the same password."),
        ({"password": ""}, "This field is required."),
    ],
)
def test_a_weak_or_mistyped_password_is_told_and_the_link_still_works(
    client: Client, change: dict[str, str], told: str
) -> None:
    link = invited(client)
    assert told in browser().post(link, CHOSEN | change).content.decode()
    assert browser().get(link).status_code == 200
    assert not User.objects.filter(email="lea@example.com").exists()


def test_an_invented_link_opens_nothing() -> None:
    assert browser().get(reverse("invitation", args=["x" * 5000])).status_code == 410


def test_an_expired_invitation_stays_in_sight_and_another_link_is_one_step_away(client: Client) -> None:
    invited(client, email="lea+new@example.com")
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    page = client.get(reverse("users")).content.decode()
    (again,) = re.findall(r'href="([^"]+)">New link', page)
    assert "Expired" in page
    form = client.get(unescape(again)).content.decode()
    assert 'value="lea+new@example.com"' in form and 'value="lead" selected' in form


def test_an_account_made_meanwhile_closes_the_invitation(client: Client) -> None:
    link = invited(client)
    client.post(reverse("user_create"), {"email": "Lea@example.com", "role": "lead"})
    assert browser().get(link).status_code == 410
    assert not client.get(reverse("users")).context["invitations"]


def test_an_invitation_brings_its_teams_also_by_a_second_link(client: Client) -> None:
    support = Team.objects.create(name="support")
    form = {"email": "lea@example.com", "role": "lead", "teams": [support.pk]}
    client.post(reverse("user_invite"), form)
    (again,) = re.findall(r'href="([^"]+)">New link', client.get(reverse("users")).content.decode())
    assert f'value="{support.pk}" id="id_teams_0" checked' in client.get(unescape(again)).content.decode()
    link = client.post(reverse("user_invite"), form).context["link"].removeprefix("http://testserver")
    browser().post(link, CHOSEN)
    assert list(User.objects.get(email="lea@example.com").teams.all()) == [support]


@pytest.mark.parametrize("query", ["team=x", "team=99999999999999999999", "team=%00", "email=%00&role=king"])
def test_an_address_of_the_form_with_nonsense_shows_the_form(client: Client, query: str) -> None:
    assert client.get(f"{reverse('user_invite')}?{query}").status_code == 200
