"""Messages reach real servers: what they say, what happens when they are not taken."""

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from finops.accounts.models import Role, User
from finops.core.mail_server import MailServer
from finops.notifications import delivery
from finops.notifications.delivery import deliver_next
from finops.notifications.dispatch import dispatch
from finops.notifications.models import Channel, Message
from finops.notifications.retrying import LONGEST, MOST_ATTEMPTS
from finops.notifications.senders import connection as outgoing
from finops.notifications.services import send_test, try_again
from finops.notifications.types import Kind, Severity, State
from tests.factories.deliveries import SOON, deliver, log
from tests.factories.news import HOUR, MINUTE, NOW, SECOND, SECRET, alert, channel, ended
from tests.factories.people import person
from tests.factories.sinks import HttpSink, MailSink, free_port, mail_sink

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def mail() -> Iterator[tuple[MailSink, MailServer]]:
    with mail_sink() as found:
        yield found


@pytest.fixture
def mails(mail: tuple[MailSink, MailServer], settings: Any) -> MailSink:
    sink, settings.MAIL_SERVER = mail
    sink.__init__()
    return sink


def webhook(sink: HttpSink, **given: Any) -> Channel:
    return channel(address=sink.url, **given)


def test_a_webhook_says_what_happened_and_is_signed(hook: HttpSink) -> None:
    webhook(hook)
    one = alert(team="sales")
    now = dt.datetime.now(dt.UTC)
    dispatch(now)
    deliver(now + 30 * SECOND)
    (post,) = hook.posts
    message = Message.objects.get()
    said = post.verified(SECRET)
    assert (post.path, post.headers["webhook-id"]) == ("/hook?a=b", f"msg_{message.pk.hex}")
    assert said["type"] == "alerts" and said["data"]["more"] == 0
    assert said["data"]["alerts"] == [
        {
            "id": one.pk,
            "event": "began",
            "severity": "warning",
            "source": "budget",
            "subject": "Copilot",
            "team": "sales",
            "title": one.title,
            "summary": one.summary,
            "why": one.why,
            "facts": [{"label": "Spent", "value": "$1,204.12"}],
            "began_at": NOW.isoformat(),
            "ended_at": None,
            "evidence_url": "https://spend.example.com/budgets/7/fired/9/",
            "url": f"https://spend.example.com/alerts/{one.pk}/",
        }
    ]
    assert (message.state, log()) == (State.SENT, [""])


def test_nothing_is_sent_before_it_is_due_nor_twice(hook: HttpSink) -> None:
    webhook(hook)
    alert()
    dispatch(NOW)
    deliver(SOON - SECOND)
    assert hook.posts == []
    deliver()
    deliver()
    assert len(hook.posts) == 1


def test_an_error_of_the_receiver_is_tried_again_with_the_same_id_until_it_is_taken(hook: HttpSink) -> None:
    hook.answers = [(500, {}), (429, {"Retry-After": "600"}), (408, {})]
    webhook(hook)
    alert()
    dispatch(NOW)
    waits = []
    now = SOON
    while Message.objects.get().state == State.WAITING:
        deliver(now)
        after = Message.objects.get().due_at
        waits.append((after - now).total_seconds())
        now = after
        assert len(waits) < 9
    assert len(set(hook.ids)) == 1
    assert waits[:3] == [30, 600, 120]
    assert log() == ["It answered 500.", "It answered 429.", "It answered 408.", ""]


@pytest.mark.parametrize(("status", "words"), [(404, "404"), (410, "410"), (302, "not followed")])
def test_what_trying_again_does_not_mend_is_given_up_at_once(hook: HttpSink, status: int, words: str) -> None:
    hook.answers = [(status, {"Location": "http://127.0.0.1/elsewhere"})]
    webhook(hook)
    alert()
    dispatch(NOW)
    deliver()
    assert Message.objects.get().state == State.FAILED
    assert words in log()[0] and len(hook.posts) == 1


def test_a_receiver_that_is_gone_is_tried_for_a_day_and_then_given_up(hook: HttpSink) -> None:
    to = channel(address=f"http://127.0.0.1:{free_port()}/")
    alert()
    dispatch(NOW)
    now = SOON
    while Message.objects.get().state == State.WAITING:
        deliver(now)
        now = max(Message.objects.get().due_at, now)
    assert len(log()) == MOST_ATTEMPTS and set(log()) == {"It cannot be reached (ConnectionRefusedError)."}
    assert dt.timedelta(days=1) < now - NOW < dt.timedelta(days=1) + 2 * LONGEST
    Channel.objects.filter(pk=to.pk).update(address=hook.url)
    message = Message.objects.get()
    assert try_again(message, person(Role.ADMIN), now)
    deliver(now)
    assert len(hook.posts) == 1 and not try_again(message, User.objects.get(), now)


def test_a_receiver_that_never_answers_is_left(hook: HttpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "SECONDS", 0.2)
    hook.hold = threading.Event()
    webhook(hook)
    alert()
    dispatch(NOW)
    deliver()
    assert log() == ["No answer within ten seconds."]
    assert Message.objects.get().state == State.WAITING


def test_when_a_channel_answers_again_what_waited_goes_out_soon(hook: HttpSink) -> None:
    hook.answers = [(500, {})]
    webhook(hook)
    alert("1")
    dispatch(NOW)
    deliver()
    Message.objects.update(due_at=NOW + 4 * HOUR)
    alert("2")
    dispatch(NOW + MINUTE)
    deliver(NOW + 2 * MINUTE)
    deliver(NOW + 2 * MINUTE)
    assert Message.objects.filter(state=State.SENT).count() == 2


def test_one_recipients_failure_holds_up_no_other(hook: HttpSink) -> None:
    channel("gone", address=f"http://127.0.0.1:{free_port()}/")
    webhook(hook)
    alert()
    dispatch(NOW)
    deliver()
    assert len(hook.posts) == 1


def test_what_goes_wrong_in_a_library_is_tried_again_later_and_named(hook: HttpSink) -> None:
    webhook(hook, secret="whsec_")
    alert()
    dispatch(NOW)
    deliver()
    assert log() == ["It could not be sent (EmptyWebhookSecretError)."]
    assert Message.objects.get().due_at == SOON + 30 * SECOND


@pytest.mark.parametrize("allowed", [True, False])
@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fe80::1]", "0.0.0.0", "[::ffff:169.254.169.254]", "224.0.0.1"]
)
def test_addresses_of_the_network_itself_are_never_asked(settings: Any, host: str, allowed: bool) -> None:
    settings.PRIVATE_CHANNELS = allowed
    channel(address=f"http://{host}/latest/meta-data/")
    alert()
    dispatch(NOW)
    deliver()
    assert Message.objects.get().state == State.FAILED
    assert log() == ["The host leads to an address that nothing is ever sent to."]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.7", "[::1]", "[fd00::1]", "100.64.0.1"])
def test_a_private_network_is_asked_only_where_that_is_allowed(settings: Any, host: str) -> None:
    settings.PRIVATE_CHANNELS = False
    channel(address=f"http://{host}:1/")
    alert()
    dispatch(NOW)
    deliver()
    assert Message.objects.get().state == State.FAILED
    assert "SPANLEDGER_PRIVATE_CHANNELS" in log()[0]


def test_a_test_says_that_it_is_one_even_to_a_channel_that_is_paused(hook: HttpSink) -> None:
    to = webhook(hook, paused_at=NOW)
    message = send_test(to, person(Role.ADMIN), NOW)
    deliver(NOW)
    message.refresh_from_db()
    assert message.state == State.SENT
    assert (hook.posts[0].json["type"], hook.posts[0].json["data"]["headline"]) == (
        "test",
        "A test from Spanledger",
    )


def test_a_channel_that_was_paused_meanwhile_is_told_nothing(hook: HttpSink) -> None:
    to = webhook(hook)
    alert()
    dispatch(NOW)
    Channel.objects.filter(pk=to.pk).update(paused_at=NOW)
    deliver()
    assert (hook.posts, log()) == ([], ["The channel is paused."])


def test_a_storm_lists_the_gravest_and_counts_the_rest(hook: HttpSink) -> None:
    webhook(hook)
    for number in range(30):
        alert(f"{number:02}", severity=Severity.CRITICAL if number == 29 else Severity.WARNING)
    dispatch(NOW)
    deliver()
    data = hook.posts[0].json["data"]
    assert len(hook.posts) == 1 and len(data["alerts"]) == 20 and data["more"] == 10
    assert data["alerts"][0]["severity"] == "critical"
    assert data["headline"] == "Critical: Copilot reached 80 % of its budget (29), and 29 more alerts"


def test_a_mail_says_it_in_text_and_html(mails: MailSink) -> None:
    lead = person(Role.LEAD, teams=("sales",))
    lead.time_zone = "America/New_York"
    lead.save()
    one = alert(team="sales", why="<b>gpt-5</b> & friends", title="Copilot\r\nBcc: x@example.com")
    dispatch(NOW)
    deliver()
    (mail,) = mails.mails
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert mails.to == [["lead@example.com"]]
    assert (mail["From"], mail["To"]) == ("Spanledger <spend@example.com>", "lead@example.com")
    assert mail["Subject"] == "Copilot Bcc: x@example.com" and mail["Bcc"] is None
    assert mail["Message-ID"] == f"<{Message.objects.get().pk}@localhost>"
    for words in (one.summary, "<b>gpt-5</b> & friends", "- Spent: $1,204.12", "- Team: sales"):
        assert words in text
    assert "- Since: Nov 14, 2026 07:00 (America/New_York)" in text
    assert f"http://localhost:8000/alerts/{one.pk}/" in text
    assert "&lt;b&gt;gpt-5&lt;/b&gt; &amp; friends" in html and "<b>gpt-5" not in html
    assert 'href="http://localhost:8000/budgets/7/fired/9/"' in html


def test_the_end_says_how_it_ended(mails: MailSink) -> None:
    channel(kind=Kind.EMAIL, address="a@example.com, b@example.com")
    alert()
    dispatch(NOW)
    deliver()
    ended("1", NOW + HOUR)
    dispatch(NOW + HOUR)
    deliver(NOW + 2 * HOUR)
    subjects = [str(mail["Subject"]) for mail in mails.mails]
    assert subjects == [f"{words}Copilot reached 80 % of its budget (1)" for words in ("", "Ended: ")]
    assert mails.to == [["a@example.com", "b@example.com"]] * 2
    text = mails.mails[1].get_body(("plain",)).get_content()
    assert "A correction took spend back below it: $1,100.00 was left." in text
    assert "- Until: Nov 14, 2026 13:00 (UTC)" in text and "Acknowledge" not in text


def test_an_address_that_is_refused_for_good_does_not_keep_others_from_their_mail(mails: MailSink) -> None:
    channel(kind=Kind.EMAIL, address="gone@example.com, here@example.com")
    mails.answers = {"gone@example.com": "550 No such user"}
    alert()
    dispatch(NOW)
    deliver()
    assert mails.to == [["here@example.com"]]
    assert (Message.objects.get().state, log()) == (State.SENT, ["gone@example.com was refused (550)"])


def test_an_address_that_is_refused_for_now_is_waited_for_a_while(mails: MailSink) -> None:
    channel(kind=Kind.EMAIL, address="full@example.com, here@example.com")
    mails.answers = {"full@example.com": "452 Mailbox full"}
    alert()
    dispatch(NOW)
    now = SOON
    while Message.objects.get().state == State.WAITING:
        deliver(now)
        now = Message.objects.get().due_at
    assert mails.to == [["here@example.com"]]
    assert log() == ["The mail server answered 452."] * 4 + ["full@example.com was refused (452)"]


@pytest.mark.parametrize(
    ("answer", "state"), [("554 We do not want it", State.FAILED), ("451 Later", State.WAITING)]
)
def test_a_mail_server_that_refuses_all_is_tried_again_only_if_it_may_change(
    mails: MailSink, answer: str, state: State
) -> None:
    channel(kind=Kind.EMAIL, address="a@example.com")
    mails.answers = {"": answer}
    alert()
    dispatch(NOW)
    deliver()
    assert Message.objects.get().state == state and log() == [f"The mail server answered {answer[:3]}."]


def test_without_a_mail_server_the_log_says_what_to_do(settings: Any) -> None:
    settings.MAIL_SERVER = None
    channel(kind=Kind.EMAIL, address="a@example.com")
    alert()
    dispatch(NOW)
    deliver()
    assert log() == ["This installation has no mail server. Whoever runs it sets EMAIL_URL."]


def test_who_left_while_a_message_waited_does_not_get_it(mails: MailSink) -> None:
    gone, moved = person(Role.LEAD, teams=("sales",)), person(Role.LEAD, teams=("sales",), email="b@a.com")
    alert(team="sales")
    dispatch(NOW)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    moved.teams.clear()
    deliver()
    assert mails.mails == [] and not Message.objects.exists()


def test_two_workers_at_once_send_each_message_once(hook: HttpSink, transactional_db: None) -> None:
    for number in range(6):
        channel(f"{number}", address=hook.url)
    alert()
    dispatch(NOW)

    def work(_: int) -> None:
        try:
            delivery.deliver(SOON)
            deliver()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(hook.ids) == len(set(hook.ids)) == 6
    assert deliver_next({"channel": Channel.objects.first().pk, "user": None}, SOON) is False
