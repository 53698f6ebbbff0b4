"""What goes on is told again until somebody acknowledges; digests tell it all in one message."""

import datetime as dt
from typing import Any

import pytest

from finops.accounts.models import Role, User
from finops.core.mail_server import read
from finops.notifications.dispatch import dispatch
from finops.notifications.models import Channel, Message, Preference, Telling
from finops.notifications.reading import content_of
from finops.notifications.reminders import remind
from finops.notifications.retention import KEPT, drop_old
from finops.notifications.services import acknowledge, end_silence, silence, withdraw_acknowledgement
from finops.notifications.types import Digest, Event, Severity, State
from tests.factories.news import DAY, HOUR, MINUTE, NOW, SECOND, alert, channel, ended, prefer
from tests.factories.people import person

pytestmark = pytest.mark.django_db
BEGAN, AGAIN, ENDED = Event.BEGAN, Event.AGAIN, Event.ENDED


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.MAIL_SERVER = read("smtp://mail.example.com?from=spend@example.com")


def told(to: Channel | User) -> list[tuple[str, str]]:
    name = f"channel:{to.pk}" if isinstance(to, Channel) else f"user:{to.pk}"
    found = Telling.objects.filter(recipient=name).order_by("at", "alert__key", "pk")
    return [(one.alert.key, one.event) for one in found.select_related("alert")]


def run(now: dt.datetime) -> None:
    """A worker decides, and all that is due is sent."""
    dispatch(now)
    remind(now)
    Message.objects.filter(state=State.WAITING, due_at__lte=now).update(state=State.SENT, sent_at=now)


def hours(*of: float) -> None:
    for hour in of:
        run(NOW + hour * HOUR)


def test_a_channel_is_told_again_after_a_while_until_somebody_acknowledges() -> None:
    to, once = channel(again_after=HOUR), channel("once")
    one = alert()
    hours(0, 0.5, 0.99, 1, 1.5, 2)
    assert told(to) == [("1", BEGAN), ("1", AGAIN), ("1", AGAIN)]
    assert told(once) == [("1", BEGAN)]
    user = person(Role.ADMIN)
    assert acknowledge(one, user, NOW) and not acknowledge(one, user, NOW)
    hours(3, 4)
    assert len(told(to)) == 3
    assert withdraw_acknowledgement(one, user)
    hours(5, 5.1)
    ended("1", NOW + 5.5 * HOUR)
    hours(5.9, 7)
    assert told(to)[3:] == [("1", AGAIN), ("1", ENDED)]


def test_what_ended_or_is_silenced_or_is_not_wanted_any_more_is_not_told_again() -> None:
    to = channel(again_after=HOUR)
    for key in "123":
        alert(key, severity=Severity.CRITICAL if key == "3" else Severity.WARNING)
    hours(0, 0.1)
    ended("1", NOW + MINUTE)
    user = person(Role.ADMIN)
    silence(reason="Known", subject="budget:2", starts_at=NOW, ends_at=NOW + DAY, user=user, now=NOW)
    Channel.objects.filter(pk=to.pk).update(least_severity=Severity.CRITICAL)
    hours(1, 1.5)
    assert [one for one in told(to) if one[1] == AGAIN] == [("3", AGAIN)]


def test_after_a_silence_those_who_knew_are_told_that_it_still_goes_on() -> None:
    to = channel()
    for key in "12":
        alert(key)
    hours(0, 0.1)
    user = person(Role.ADMIN)
    made = silence(
        reason="Later", subject="budget:1", starts_at=NOW + HOUR, ends_at=NOW + 3 * HOUR, user=user, now=NOW
    )
    hours(1, 2, 2.9)
    assert told(to) == [("1", BEGAN), ("2", BEGAN)]
    hours(3, 3.1, 4)
    assert told(to)[2:] == [("1", AGAIN)]
    assert not end_silence(made, user, NOW + 3 * HOUR)


def test_a_silence_that_is_taken_back_at_once_tells_nothing_again() -> None:
    to = channel()
    alert()
    hours(0, 0.1)
    user = person(Role.ADMIN)
    made = silence(reason="Oops", starts_at=NOW + HOUR, ends_at=NOW + DAY, user=user, now=NOW + HOUR)
    assert end_silence(made, user, NOW + HOUR + MINUTE)
    hours(1.1, 2)
    assert told(to) == [("1", BEGAN)]


def sent_digests() -> list[Message]:
    return list(Message.objects.filter(is_digest=True).order_by("opened_at"))


def test_a_daily_digest_tells_once_a_day_what_began_goes_on_and_ended() -> None:
    lead = person(Role.LEAD, teams=("sales",))
    prefer(lead, digest=Digest.DAILY, digest_at=dt.time(9))
    run(NOW)  # it was asked for just now
    for key in "123":
        alert(key, team="sales")
    alert("4", team="support")
    ended("3", NOW + HOUR)
    hours(1, 20, 20.9)
    assert sent_digests() == [] and told(lead) == []
    hours(21, 21.1, 23)
    assert told(lead) == [("1", BEGAN), ("2", BEGAN), ("3", BEGAN), ("3", ENDED)]
    ended("2", NOW + 22 * HOUR)
    hours(45, 46)
    assert told(lead)[4:] == [("1", AGAIN), ("2", ENDED)]
    first, second = (content_of(message) for message in sent_digests())
    assert first is not None and second is not None
    assert (first.kind, first.tally, second.tally) == ("digest", "2 began, 1 ended", "1 goes on, 1 ended")
    assert first.headline == "3 alerts: 2 began, 1 ended"


def test_a_day_on_which_nothing_is_wrong_has_no_digest() -> None:
    lead = person(Role.LEAD, teams=("sales",))
    prefer(lead, digest=Digest.DAILY)
    hours(0, 21, 45)
    assert sent_digests() == []
    assert Preference.objects.get().digested_at == NOW + 45 * HOUR


def test_a_weekly_digest_comes_on_monday_in_the_zone_of_the_person() -> None:
    lead = person(Role.LEAD, teams=("sales",))
    lead.time_zone = "Pacific/Auckland"
    lead.save()
    prefer(lead, digest=Digest.WEEKLY, digest_at=dt.time(9))
    run(NOW)  # a Saturday
    alert(team="sales")
    monday = dt.datetime(2026, 11, 15, 20, tzinfo=dt.UTC)
    run(monday - SECOND)
    assert sent_digests() == []
    for hour in (0, 1, 24):
        run(monday + hour * HOUR)
    (message,) = sent_digests()
    assert message.opened_at == monday


def test_old_messages_go_but_not_those_of_what_still_goes_on() -> None:
    channel()
    for key in "12":
        alert(key)
        run(NOW)
        Message.objects.update(due_at=NOW)
        run(NOW)
    ended("1", NOW)
    assert drop_old(NOW + KEPT) == 0
    assert drop_old(NOW + KEPT + DAY) == 1
    assert Telling.objects.get().alert.key == "2"
