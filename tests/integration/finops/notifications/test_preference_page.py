"""Account, Notifications: what one is told by e-mail, and when not."""

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from finops.accounts.models import Role, User
from finops.core.mail_server import read
from finops.notifications.models import Message, Preference
from finops.notifications.types import State
from tests.factories.alerts import message
from tests.factories.people import body, browser, person

pytestmark = pytest.mark.django_db
PAGE = "/accounts/notifications/"
FORM = {
    "least_severity": "critical", "all_teams": "all", "digest": "weekly", "digest_at": "07:30",
    "quiet_from": "22:00", "quiet_until": "06:00",
}  # fmt: skip


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.MAIL_SERVER = read("smtp://localhost:1025?from=spanledger@example.com")


def saved(client: Client, **changed: str) -> str:
    answer = client.post(PAGE, {**FORM, **changed}, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("role", list(Role))
def test_everybody_says_what_they_are_told(role: Role) -> None:
    user = person(role)
    assert "Your notifications are saved." in saved(browser(user))
    stored = Preference.objects.get(user=user)
    assert (stored.least_severity, stored.all_teams, stored.tells_recovery) == ("critical", True, False)
    assert (stored.digest, stored.digest_at) == ("weekly", dt.time(7, 30))
    assert (stored.quiet_from, stored.quiet_until) == (dt.time(22), dt.time(6))
    assert stored.critical_breaks_quiet is False


def test_what_is_stored_is_shown_and_stays_when_it_is_sent_again() -> None:
    user = person("lead")
    client = browser(user)
    saved(client)
    shown = client.get(PAGE).context["form"].initial
    again = {name: "" if value in (None, False) else str(value) for name, value in shown.items()}
    saved(client, **again)
    assert Preference.objects.get(user=user).quiet_until == dt.time(6)


def test_who_never_said_sees_what_holds_for_their_role() -> None:
    assert browser(person("lead")).get(PAGE).context["form"].initial["least_severity"] == "warning"
    assert browser(person("engineer")).get(PAGE).context["form"].initial["least_severity"] == ""
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"quiet_until": ""}, "Say both ends, or leave both empty."),
        ({"quiet_from": ""}, "Say both ends, or leave both empty."),
        ({"quiet_until": "22:00"}, "this would be quiet never, or always"),
        ({"quiet_from": "25:00"}, "Enter a valid time."),
        ({"digest": "hourly"}, "Select a valid choice."),
        ({"least_severity": "loud"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_do(changed: dict[str, str], says: str) -> None:
    assert says in saved(browser(person("lead")), **changed)
    assert not Preference.objects.exists()


def test_two_browsers_do_not_overwrite_each_other_unseen() -> None:
    client = browser(person("lead"))
    seen = client.get(PAGE).context["form"].initial["seen"]
    saved(client, seen=seen)
    assert "Somebody has changed this since you opened it." in saved(client, seen=seen, digest="daily")


def test_the_page_names_the_zone_that_hours_are_in() -> None:
    user = person("lead", teams=("support", "sales"))
    client = browser(user)
    page = body(client, PAGE)
    assert "Times are in UTC." in page and "Your teams: sales, support." in page
    User.objects.filter(pk=user.pk).update(time_zone="Asia/Tokyo")
    assert "Times are in Asia/Tokyo." in body(client, PAGE)
    User.objects.filter(pk=user.pk).update(time_zone="browser")
    assert "Times are in UTC: what sends e-mail does not know your browser." in body(client, PAGE)


def test_a_test_goes_to_oneself_and_how_it_went_stands_on_the_page() -> None:
    user = person("engineer")
    client = browser(user)
    answer = client.post(reverse("notifications_test"), follow=True).content.decode()
    assert "The test is on its way" in answer
    made = Message.objects.get(is_test=True)
    assert (made.user, made.channel) == (user, None)
    made.delete()
    message(person("lead"), state=State.SENT, is_test=True, at=timezone.now())
    assert "The test" not in body(client, reverse("notifications_tested"))
    message(user, state=State.SENT, is_test=True, at=timezone.now())
    assert "The test was delivered" in body(client, reverse("notifications_tested"))


def test_without_a_mail_server_the_page_says_so(settings: Any) -> None:
    settings.MAIL_SERVER = None
    page = body(browser(person("lead")), PAGE)
    assert "This installation has no mail server" in page and "Send me a test" not in page


def test_the_page_asks_little(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = browser(person("lead", teams=("support",)))
    with django_assert_num_queries(6):
        body(client, PAGE)


def test_account_and_menu_lead_there() -> None:
    page = body(browser(person("lead")), reverse("account"))
    assert page.count(f'href="{PAGE}"') == 2
