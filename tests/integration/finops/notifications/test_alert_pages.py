"""Alerts in the pages: what goes on, why, who was told, and what people do about it."""

import datetime as dt
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from finops.accounts.models import Role
from finops.audit.models import Entry
from finops.notifications.models import Alert, Silence
from finops.notifications.types import Severity, Source, State
from tests.factories.alerts import alert, channel, message
from tests.factories.people import body, browser, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Client:
    return browser(person("lead", teams=("support",)))


def said(client: Client, address: str, **sent: str) -> str:
    answer = client.post(address, sent, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_without_alerts_whoever_may_is_invited_to_make_a_channel(lead: Client) -> None:
    page = body(lead, reverse("alerts"))
    assert "Nothing that Spanledger watches is wrong right now." in page
    assert "No alert yet, and no channel to tell" in page and reverse("channel_create") in page
    engineer = browser(person("engineer"))
    page = body(engineer, reverse("alerts"))
    assert reverse("channel_create") not in page and "What I am told" in page


def test_the_gravest_that_goes_on_stands_first_and_what_has_ended_last(lead: Client) -> None:
    now = timezone.now()
    alert("A warning", at=now - dt.timedelta(minutes=1))
    alert("A critical one", severity=Severity.CRITICAL, source=Source.SLO, at=now - dt.timedelta(days=2))
    alert("An old one", severity=Severity.CRITICAL, ended="Spend was corrected.")
    page = body(lead, reverse("alerts"))
    assert "1 critical alert and 1 warning are going on." in page
    assert page.index("A critical one") < page.index("A warning") < page.index("An old one")
    assert "Spend was corrected." in page and "Nobody yet" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?source=slo", {"Burns"}),
        ("?team=sales", {"Burns"}),
        ("?severity=critical", {"Burns"}),
        ("?state=ended", {"Is over"}),
        ("?state=going_on", {"Burns", "Reached"}),
        ("?state=unacknowledged", {"Reached"}),
        ("?q=REACH", {"Reached"}),
        ("?q=nothing", set()),
        ("?subject=slo:Burns", {"Burns"}),
        ("?subject=budget:Reached", {"Reached"}),
        ("?subject=budget:Is", set()),
    ],
)
def test_filters_stand_in_the_address(lead: Client, query: str, shown: set[str]) -> None:
    alert("Burns", source=Source.SLO, owner="sales", severity=Severity.CRITICAL)
    Alert.objects.update(acknowledged_at=timezone.now())
    alert("Reached")
    alert("Is over", ended="It was edited.")
    page = body(lead, reverse("alerts") + query)
    assert {name for name in ("Burns", "Reached", "Is over") if f">{name}</a>" in page} == shown
    assert ("No alert is like that" in page) == (not shown)


@pytest.mark.parametrize("query", ["?source=x", "?severity=loud", "?state=x", "?cursor=x", "?team=%00"])
def test_a_filter_that_cannot_be_is_refused_with_those_that_can(lead: Client, query: str) -> None:
    assert lead.get(reverse("alerts") + query).status_code == 400


def test_alerts_of_one_budget_hold_those_of_its_values_and_the_filter_can_be_taken_off(lead: Client) -> None:
    alert("Whole", key="7", subject_name="Each customer")
    alert("Acme", key="7:acme")
    alert("Other", key="70")
    page = body(lead, reverse("alerts") + "?subject=budget:7&severity=warning")
    assert ">Whole</a>" in page and ">Acme</a>" in page and ">Other</a>" not in page
    assert "<span>Each customer</span>" in page and 'href="?severity=warning"' in page


def test_what_has_ended_is_read_page_by_page(lead: Client) -> None:
    now = timezone.now()
    for number in range(55):
        alert(f"Alert {number:02}", ended="Over.", at=now - dt.timedelta(hours=number + 1))
    first = body(lead, reverse("alerts"))
    assert "Alert 49" in first and "Alert 50" not in first
    older = first.split('<div class="pager">')[1].split('href="')[1].split('"')[0]
    second = body(lead, reverse("alerts") + older)
    assert "Alert 50" in second and "Alert 54" in second and "Alert 49" not in second


def test_a_storm_is_told_by_its_gravest_and_how_many_more_there_are(lead: Client) -> None:
    for number in range(83):
        alert(f"Alert {number}", severity=Severity.CRITICAL if number == 82 else Severity.INFO)
    page = body(lead, reverse("alerts"))
    assert "1 critical alert and 82 notices are going on." in page
    assert "3 alerts less grave" in page and "Alert 82" in page


def test_the_list_asks_as_much_for_many_alerts_as_for_one(
    lead: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        alert(f"Alert {number}", owner=f"team {number}", ended="Over." if number % 2 else "")
    reader = person("engineer")
    Alert.objects.update(acknowledged_by=reader, acknowledged_at=timezone.now())
    with django_assert_num_queries(9):
        body(lead, reverse("alerts"))


def test_one_alert_says_what_why_and_since_when_and_leads_to_the_evidence(lead: Client) -> None:
    page = body(lead, reverse("alert", args=[alert().pk]))
    assert "Support reached 80 % of its budget" in page and "gpt-4o rose by $40.00." in page
    assert "<dt>Spent</dt><dd>$81.00</dd>" in page
    assert '<a class="button primary" href="/budgets/1/">See the evidence</a>' in page
    assert lead.get(reverse("alert", args=[999])).status_code == 404


def test_what_happened_is_told_in_order_with_who_was_told_and_whether_it_arrived(lead: Client) -> None:
    one, now = alert(), timezone.now()
    hooks = channel("Payments")
    message(hooks, one, at=now - dt.timedelta(minutes=50))
    message(
        channel("Pager"), one, state=State.FAILED, error="404 Not Found", at=now - dt.timedelta(minutes=40)
    )
    message(person("finance"), one, state=State.WAITING, at=now - dt.timedelta(minutes=30))
    said(lead, reverse("alert_acknowledge", args=[one.pk]))
    Alert.objects.filter(pk=one.pk).update(ended_at=timezone.now(), ending="A correction took spend back.")
    page = body(lead, reverse("alert", args=[one.pk])).split('<ol class="timeline">')[1]
    parts = [
        "Began",
        "Told: the channel Payments, by webhook",
        "Told: the channel Pager, by webhook",
        "404 Not Found",
        "Told: finance@example.com, by e-mail",
        "Acknowledged by lead@example.com",
        "A correction took spend back.",
    ]
    assert sorted(parts, key=page.index) == parts
    assert page.count(">Failed</span>") == 1 and page.count(">Waits</span>") == 1


def test_one_alert_asks_as_much_however_often_it_was_told(
    lead: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = alert()
    for number in range(12):
        message(channel(f"Channel {number}"), one)
    with django_assert_num_queries(10):
        body(lead, reverse("alert", args=[one.pk]))


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_acknowledge_and_take_it_back(role: Role) -> None:
    one, client = alert(), browser(person(role))
    page = said(client, reverse("alert_acknowledge", args=[one.pk]))
    assert "You have acknowledged it" in page and "Undo acknowledging" in page
    assert "Somebody has acknowledged it already." in said(
        client, reverse("alert_acknowledge", args=[one.pk])
    )
    one.refresh_from_db()
    assert one.acknowledged_by and one.acknowledged_by.role == role
    assert "It is open again" in said(client, reverse("alert_withdraw", args=[one.pk]))
    one.refresh_from_db()
    assert one.acknowledged_at is None
    actions = list(Entry.objects.order_by("-id").values_list("action", flat=True)[:2])
    assert actions == ["notifications.alert.withdraw", "notifications.alert.acknowledge"]


def test_what_has_ended_is_neither_acknowledged_nor_silenced(lead: Client) -> None:
    page = body(lead, reverse("alert", args=[alert(ended="Over.").pk]))
    assert "Acknowledge</button>" not in page and "for 1 hour" not in page


def test_an_alert_is_silenced_by_a_press(lead: Client) -> None:
    one = alert()
    page = said(lead, f"{reverse('silence_create')}?alert={one.pk}", what="subject", until="hour")
    assert "It is silenced." in page and "Silenced until" in page and "Silenced by lead@example.com" in page
    made = Silence.objects.get()
    assert (made.subject, made.subject_name) == (one.subject, "Support a month")
    assert made.ends_at - made.starts_at == dt.timedelta(hours=1)
    assert "Silenced</span>" in body(lead, reverse("alerts"))


def test_who_does_not_belong_to_its_team_is_offered_no_silence() -> None:
    one = alert(owner="sales")
    lead = browser(person("lead", teams=("support",)))
    assert "for 1 hour" not in body(lead, reverse("alert", args=[one.pk]))
    address = f"{reverse('silence_create')}?alert={one.pk}"
    assert lead.post(address, {"what": "subject", "until": "hour"}).status_code == 403
    assert not Silence.objects.exists()
    admin = browser(person("admin"))
    assert "for 1 hour" in body(admin, reverse("alert", args=[one.pk]))
