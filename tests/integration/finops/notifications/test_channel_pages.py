"""Channels in the pages: who makes them, what they are told, whether it arrives, and what stays secret."""

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from finops.accounts.models import Role
from finops.audit.models import Entry
from finops.notifications.models import Channel, Message
from finops.notifications.types import Kind, State
from tests.factories.alerts import ADDRESSES, HOUR, alert, channel, message, team
from tests.factories.people import body, browser, person

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Payments",
    "address": "on-call@example.com",
    "least_severity": "critical",
    "tells_recovery": "on",
}


@pytest.fixture
def admin() -> Client:
    return browser(person("admin"))


@pytest.fixture
def lead() -> Client:
    return browser(person("lead", teams=("support",)))


def sent(client: Client, where: str, /, **changed: Any) -> str:
    answer = client.post(where, {**FORM, **changed}, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def new(kind: Kind) -> str:
    return f"{reverse('channel_create')}?kind={kind}"


def edit(one: Channel) -> str:
    return reverse("channel_edit", args=[one.pk])


def page_of(client: Client, one: Channel) -> str:
    return body(client, reverse("channel", args=[one.pk]))


def test_without_a_channel_the_page_invites_to_make_one(admin: Client) -> None:
    assert "No channel yet" in body(admin, reverse("channels"))


def test_a_channel_is_saved_as_it_was_typed(admin: Client) -> None:
    support = team("support")
    page = sent(
        admin,
        new(Kind.EMAIL),
        address="ada@example.com; bob@example.com",
        owner_team=support.pk,
        teams=[support.pk],
        sources=["budget", "anomaly"],
        again_after="14400",
    )
    assert "Channel Payments is saved." in page
    assert "Only critical alerts about budgets and anomalies of support; again every 4 hours" in page
    made = Channel.objects.get()
    assert (made.kind, made.address, made.secret) == ("email", "ada@example.com, bob@example.com", "")
    assert (made.sources, made.again_after) == (["budget", "anomaly"], dt.timedelta(hours=4))


@pytest.mark.parametrize(
    ("kind", "changed", "says"),
    [
        (Kind.EMAIL, {"address": "nobody"}, "is not an e-mail address"),
        (Kind.EMAIL, {"address": ""}, "This field is required."),
        (Kind.EMAIL, {"name": ""}, "This field is required."),
        (Kind.EMAIL, {"least_severity": "loud"}, "Select a valid choice."),
        (Kind.EMAIL, {"teams": ["999"]}, "999 is not one of the available choices"),
        (Kind.WEBHOOK, {"address": "file:///etc/passwd"}, "A webhook starts with https://"),
        (Kind.WEBHOOK, {"address": "https://u:p@example.com/"}, "An address has no password in it"),
        (Kind.APPRISE, {"address": "dbus://"}, "An Apprise URL starts with one of"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_would_do(
    admin: Client, kind: Kind, changed: dict[str, Any], says: str
) -> None:
    assert says in sent(admin, new(kind), **changed)
    assert not Channel.objects.exists()


def test_a_kind_that_is_none_is_refused(admin: Client) -> None:
    assert admin.get(new("pigeon")).status_code == 400  # type: ignore[arg-type]


def test_a_name_is_taken_once(admin: Client) -> None:
    channel("Payments")
    assert "There is already a channel named PAYMENTS." in sent(admin, new(Kind.EMAIL), name="PAYMENTS")


def test_the_secret_of_a_webhook_is_shown_once(admin: Client) -> None:
    answer = admin.post(new(Kind.WEBHOOK), {**FORM, "address": ADDRESSES[Kind.WEBHOOK]})
    made = Channel.objects.get()
    assert made.secret.startswith("whsec_") and made.secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert made.secret not in page_of(admin, made)


def test_a_new_secret_is_asked_about_and_replaces_the_old_one(admin: Client) -> None:
    made = channel(kind=Kind.WEBHOOK)
    address = reverse("channel_secret", args=[made.pk])
    assert "A new secret for Payments?" in body(admin, address)
    page = admin.post(address).content.decode()
    old, new_one = made.secret, Channel.objects.get().secret
    assert old != new_one and new_one in page
    mail = channel("Mail", kind=Kind.EMAIL)
    assert "Only webhooks have a secret." in sent(admin, reverse("channel_secret", args=[mail.pk]))


@pytest.mark.parametrize("kind", [Kind.WEBHOOK, Kind.APPRISE])
def test_an_address_that_holds_a_secret_is_never_shown_again(admin: Client, kind: Kind) -> None:
    made = channel(kind=kind)
    secrets = (made.address, "secret-path", "TIiajkdnlazkcOXrIdevi7FQ", made.secret or "whsec_")
    pages = [page_of(admin, made), body(admin, edit(made)), body(admin, reverse("channels"))]
    sent(admin, edit(made), address="", name="Renamed")
    pages += [body(admin, reverse("audit")), str(list(Entry.objects.values()))]
    assert [secret for secret in secrets if any(secret in page for page in pages)] == []
    assert Channel.objects.get().address == made.address


def test_a_changed_address_is_audited_without_it(admin: Client) -> None:
    made = channel(kind=Kind.WEBHOOK)
    sent(admin, edit(made), address="https://new.example.com/other-secret")
    entry = Entry.objects.order_by("-id")[0]
    assert entry.action == "notifications.channel.update"
    assert entry.detail == {"address": ["", "changed"], "least_severity": ["warning", "critical"]}


def test_the_form_of_a_stored_channel_says_what_is_stored(admin: Client) -> None:
    made = channel(kind=Kind.EMAIL, owner="support", teams=(team("support"),), again_after=HOUR)
    shown = admin.get(edit(made)).context["form"].initial
    assert shown["address"] == made.address and shown["again_after"] == "3600"
    assert shown["teams"] == [team("support")]


def test_two_browsers_do_not_overwrite_each_other_unseen(admin: Client) -> None:
    made = channel(kind=Kind.EMAIL)
    seen = admin.get(edit(made)).context["form"].initial["seen"]
    sent(admin, edit(made), name="First", seen=seen)
    page = sent(admin, edit(made), name="Second", seen=seen)
    assert "Somebody has changed this since you opened it. Stored now: Name: First" in page
    assert Channel.objects.get().name == "First"


def test_leads_see_and_change_channels_of_their_teams_alone(lead: Client) -> None:
    own, other, of_nobody = channel("Own", owner="support"), channel("Other", owner="sales"), channel("All")
    page = body(lead, reverse("channels"))
    assert "Own" in page and "Other" not in page and ">All<" not in page
    page_of(lead, own)
    for one in (other, of_nobody):
        for name in ("channel", "channel_edit", "channel_archive", "channel_secret", "channel_tested"):
            assert lead.get(reverse(name, args=[one.pk])).status_code == 403, name
        for name in ("channel_test", "channel_switch", "channel_again", "channel_archive", "channel_edit"):
            assert lead.post(reverse(name, args=[one.pk]), FORM).status_code == 403, name
    assert "This field is required." in sent(lead, new(Kind.EMAIL))
    assert "Select a valid choice." in sent(lead, new(Kind.EMAIL), owner_team=str(team("sales").pk))
    assert "is saved." in sent(lead, new(Kind.EMAIL), owner_team=str(team("support").pk))


@pytest.mark.parametrize("role", [Role.FINANCE, Role.ENGINEER])
def test_others_manage_no_channels(role: Role) -> None:
    client = browser(person(role))
    assert client.get(reverse("channels")).status_code == 403
    assert reverse("channels") not in body(client, reverse("alerts"))


def test_a_test_is_sent_and_how_it_went_stands_on_the_page(admin: Client) -> None:
    made = channel()
    page = sent(admin, reverse("channel_test", args=[made.pk]))
    part = reverse("channel_tested", args=[made.pk])
    assert "The test is on its way" in page and f'hx-get="{part}"' in page
    test = Message.objects.get(is_test=True)
    assert (test.channel, test.state) == (made, "waiting")
    Message.objects.update(state="sent", sent_at=timezone.now(), attempts=1)
    answer = body(admin, part)
    assert "The test was delivered" in answer and "hx-get" not in answer
    Message.objects.all().delete()
    message(made, state=State.FAILED, error="410 Gone", is_test=True)
    assert "could not be delivered" not in body(admin, part)  # it is half an hour old
    Message.objects.update(opened_at=timezone.now())
    assert "The test could not be delivered:</strong> 410 Gone" in body(admin, part)


def test_the_log_tells_what_was_sent_how_it_went_and_is_read_page_by_page(admin: Client) -> None:
    made, now = channel(), timezone.now()
    for number in range(26):
        message(made, alert(f"Alert {number:02}"), at=now - dt.timedelta(minutes=number + 5))
    message(
        made, alert("First"), alert("Second"), alert("Third"), state=State.FAILED, error="410 Gone", at=now
    )
    message(made, alert("Late"), state=State.WAITING, error="timed out", at=now, due_at=now + HOUR)
    page = page_of(admin, made)
    parts = ("First", "and 2 more alerts", "410 Gone", "Tries again")
    assert [part for part in parts if part not in page] == []
    assert "Alert 22" in page and "Alert 25" not in page
    older = page.split('<div class="pager">')[1].split('href="')[1].split('"')[0]
    assert "Alert 25" in body(admin, reverse("channel", args=[made.pk]) + older)
    assert admin.get(reverse("channel", args=[made.pk]) + "?cursor=x").status_code == 400


def test_what_was_given_up_is_tried_again_when_somebody_asks(admin: Client) -> None:
    made = channel()
    lost = message(made, alert(), state=State.FAILED, error="410 Gone")
    address = reverse("channel_again", args=[made.pk])
    assert "It is tried again within seconds." in sent(admin, address, message=str(lost.pk))
    lost.refresh_from_db()
    assert lost.state == "waiting" and lost.due_at <= timezone.now()
    assert "There is nothing to try again" in sent(admin, address, message=str(lost.pk))
    assert "There is nothing to try again" in sent(admin, address, message="x")
    elsewhere = message(channel("Other"), alert("b"), state=State.FAILED, error="410 Gone")
    assert "There is nothing to try again" in sent(admin, address, message=str(elsewhere.pk))


def test_a_paused_channel_says_so_until_it_is_told_again(admin: Client) -> None:
    made = channel()
    assert "Paused since" in sent(admin, reverse("channel_switch", args=[made.pk]))
    assert "Paused" in body(admin, reverse("channels"))
    assert "Paused since" not in sent(admin, reverse("channel_switch", args=[made.pk]))
    actions = list(Entry.objects.order_by("-id").values_list("action", flat=True)[:2])
    assert actions == ["notifications.channel.resume", "notifications.channel.pause"]


def test_an_archived_channel_can_be_read_and_no_longer_changed(admin: Client) -> None:
    made = channel()
    assert "Archive Payments?" in body(admin, reverse("channel_archive", args=[made.pk]))
    admin.post(reverse("channel_archive", args=[made.pk]))
    assert "Payments" not in body(admin, reverse("channels")).split("tabpanel")[-1].split('class="panel')[1]
    assert "Payments" in body(admin, reverse("channels") + "?archived=1")
    assert "Send a test" not in page_of(admin, made)
    assert admin.post(reverse("channel_test", args=[made.pk])).status_code == 404
    assert admin.get(edit(made)).status_code == 404
    channel("Payments")


def test_the_list_says_which_channel_does_not_answer(admin: Client) -> None:
    channel("Quiet")
    message(channel("Fine"), alert("a"))
    message(channel("Broken"), alert("b"), state=State.FAILED, error="410 Gone")
    page = body(admin, reverse("channels"))
    assert ">Broken</a>: the last message could not be delivered." in page
    assert "Delivered" in page and "410 Gone" in page


def test_the_list_asks_as_much_for_many_channels_as_for_one(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        message(
            channel(f"Channel {number}", owner=f"team {number}", teams=(team("support"),)), alert(str(number))
        )
    with django_assert_num_queries(9):
        body(admin, reverse("channels"))


def test_without_a_mail_server_the_form_says_so(admin: Client, settings: Any) -> None:
    settings.MAIL_SERVER = None
    assert "no mail server" in body(admin, new(Kind.EMAIL))
    assert "no mail server" not in body(admin, new(Kind.WEBHOOK))
