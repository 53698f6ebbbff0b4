"""Silences in the pages: what is kept quiet, until when, and who may say so."""

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from finops.accounts.models import User
from finops.notifications.models import Silence
from finops.notifications.types import Source
from tests.factories.alerts import HOUR, alert, team
from tests.factories.people import body, browser, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return browser(person("admin"))


def silence(
    reason: str = "Migration", *, begins: dt.timedelta = -HOUR, lasts: dt.timedelta = 2 * HOUR, **given: Any
) -> Silence:
    start = timezone.now() + begins
    return Silence.objects.create(reason=reason, starts_at=start, ends_at=start + lasts, **given)


def sent(client: Client, where: str, /, **given: Any) -> str:
    answer = client.post(where, given, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_without_a_silence_the_page_says_what_they_are_for(admin: Client) -> None:
    page = body(admin, reverse("silences"))
    assert "Nothing is silenced" in page and reverse("silence_create") in page
    alone = browser(person("engineer"))
    assert reverse("silence_create") not in body(alone, reverse("silences"))
    assert alone.get(reverse("silence_create")).status_code == 403


def test_those_of_now_to_come_and_past_are_told_apart_and_say_what_they_cover(admin: Client) -> None:
    silence("a", team=team("support"), source=str(Source.BUDGET))
    silence("b", begins=HOUR, subject="slo:1", subject_name="Refunds are quick")
    silence("c", begins=-3 * HOUR)
    page = body(admin, reverse("silences"))
    parts = [
        "Now",
        "Alerts of support about budgets",
        "To come",
        "Refunds are quick",
        "Past",
        "All alerts of everybody",
    ]
    assert sorted(parts, key=page.index) == parts
    assert page.count("End now") == 2


def test_what_is_past_is_read_page_by_page(admin: Client) -> None:
    for number in range(52):
        silence(f"Reason {number:02}", begins=-(number + 3) * HOUR)
    page = body(admin, reverse("silences"))
    assert "Reason 49" in page and "Reason 50" not in page
    older = page.split('<div class="pager">')[1].split('href="')[1].split('"')[0]
    assert "Reason 51" in body(admin, reverse("silences") + older)
    assert admin.get(reverse("silences") + "?cursor=x").status_code == 400


def test_the_list_asks_as_much_for_many_silences_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lead, maker = person("lead", teams=("support",)), person("admin")
    for number in range(8):
        silence(team=team(f"team {number}"), created_by=maker, begins=-HOUR * (1 if number % 2 else 5))
    client = browser(lead)
    with django_assert_num_queries(9):
        body(client, reverse("silences"))


@pytest.mark.parametrize(
    ("until", "ends"),
    [("hour", dt.timedelta(hours=1)), ("week", dt.timedelta(days=7))],
)
def test_a_silence_of_a_team_begins_now_and_lasts_as_chosen(
    admin: Client, until: str, ends: dt.timedelta
) -> None:
    given = {
        "what": "team",
        "team": team("support").pk,
        "source": "budget",
        "until": until,
        "reason": "Known",
    }
    assert "It is silenced." in sent(admin, reverse("silence_create"), **given)
    made = Silence.objects.get()
    assert (made.team, made.source, made.reason, made.subject) == (team("support"), "budget", "Known", "")
    assert made.ends_at - made.starts_at == ends and made.starts_at <= timezone.now()


def test_moments_are_read_and_mornings_come_in_the_zone_the_person_sees() -> None:
    tokyo = person("admin")
    User.objects.filter(pk=tokyo.pk).update(time_zone="Asia/Tokyo")
    client = browser(tokyo)
    given = {"what": "everything", "starts_at": "2030-05-01T10:30"}
    sent(client, reverse("silence_create"), **given, until="moment", ends_at="2030-05-01T12:00")
    sent(client, reverse("silence_create"), **given, until="morning")
    found = {(one.starts_at.isoformat(), one.ends_at.isoformat()) for one in Silence.objects.all()}
    begins = "2030-05-01T01:30:00+00:00"
    assert found == {(begins, "2030-05-01T03:00:00+00:00"), (begins, "2030-05-02T00:00:00+00:00")}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"team": ""}, "Choose the team."),
        ({"until": "moment"}, "Say when it ends."),
        ({"until": "moment", "ends_at": "2020-01-01T00:00"}, "Choose an end that lies ahead"),
        ({"until": "moment", "ends_at": "2099-01-01T00:00"}, "A silence lasts at most 90 days."),
        ({"until": "moment", "ends_at": "soon"}, "Enter a valid date/time."),
        ({"starts_at": "2020-01-01T00:00"}, "Choose an end that lies ahead"),
        ({"what": "subject"}, "Select a valid choice."),
        ({"source": "x"}, "Select a valid choice."),
        ({"reason": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_do(
    admin: Client, changed: dict[str, str], says: str
) -> None:
    given = {"what": "team", "team": str(team("support").pk), "until": "hour", **changed}
    assert says in sent(admin, reverse("silence_create"), **given)
    assert not Silence.objects.exists()


@pytest.mark.parametrize("query", ["?alert=x", "?alert=999999999999"])
def test_an_alert_that_is_none_is_refused(admin: Client, query: str) -> None:
    assert admin.get(reverse("silence_create") + query).status_code == 400


def test_people_silence_and_end_what_is_of_their_teams_and_what_they_made() -> None:
    lead = person("lead", teams=("support",))
    client = browser(lead)
    page = body(client, reverse("silence_create"))
    assert "All alerts of everybody" not in page
    assert "Select a valid choice" in sent(client, reverse("silence_create"), what="everything", until="hour")
    other = {"what": "team", "team": team("sales").pk, "until": "hour"}
    assert "Select a valid choice" in sent(client, reverse("silence_create"), **other)
    own = [silence(team=team("support")), silence("mine", created_by=lead)]
    foreign = [silence(team=team("sales")), silence("all")]
    for one in foreign:
        assert client.post(reverse("silence_end", args=[one.pk])).status_code == 403
    for one in own:
        assert "The silence has ended." in sent(client, reverse("silence_end", args=[one.pk]))
    assert "is over already" in sent(client, reverse("silence_end", args=[own[0].pk]))
    assert Silence.objects.filter(ends_at__gt=timezone.now()).count() == len(foreign)


def test_a_silence_covers_what_has_all_it_names(admin: Client) -> None:
    one = alert(source=Source.SLO, owner="support")
    silence(team=team("sales"))
    silence(source=str(Source.BUDGET))
    silence(subject="slo:other")
    silence(team=team("support"), begins=HOUR)
    address = reverse("alert", args=[one.pk])
    assert "Silenced until" not in body(admin, address)
    silence("Known", team=team("support"), source=str(Source.SLO))
    assert "Silenced until" in body(admin, address) and "Known" in body(admin, address)
