"""Who is told of what, when and how often. The clock is passed in; nothing is sent here."""

import datetime as dt

import pytest

from finops.accounts.models import Role, User
from finops.core.mail_server import read
from finops.notifications.dispatch import dispatch
from finops.notifications.models import Alert, Channel, Message, Telling
from finops.notifications.services import begin, silence
from finops.notifications.types import Event, Severity, Source, State
from tests.factories.news import HOUR, MINUTE, NOW, SECOND, alert, channel, ended, news, prefer
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings) -> None:
    settings.MAIL_SERVER = read("smtp://mail.example.com?from=spend@example.com")


def told(to: Channel | User) -> list[tuple[str, str]]:
    """Alerts and what of them is told, in the order in which it was decided."""
    name = f"channel:{to.pk}" if isinstance(to, Channel) else f"user:{to.pk}"
    found = Telling.objects.filter(recipient=name).order_by("at", "alert__key", "pk")
    return [(one.alert.key, one.event) for one in found.select_related("alert")]


def delivered() -> None:
    """All that waits was sent."""
    Message.objects.filter(state=State.WAITING).update(state=State.SENT, sent_at=NOW, attempts=1)


def test_an_alert_is_told_once_however_often_it_is_decided() -> None:
    to = channel()
    alert()
    for seconds in (0, 5, 100):
        dispatch(NOW + seconds * SECOND)
    assert told(to) == [("1", Event.BEGAN)]


def test_a_storm_is_one_message() -> None:
    to = channel()
    for number in range(20):
        alert(f"{number:02}")
        dispatch(NOW + number * SECOND)
    assert len(told(to)) == 20
    (message,) = Message.objects.all()
    assert message.due_at == NOW + 30 * SECOND


def test_what_comes_after_a_message_is_due_goes_into_another() -> None:
    channel()
    alert("1")
    dispatch(NOW)
    alert("2")
    dispatch(NOW + 30 * SECOND)
    assert Message.objects.count() == 2


def test_a_channel_is_told_what_it_wants() -> None:
    everything = channel("all", least_severity=Severity.INFO)
    grave = channel("grave", least_severity=Severity.CRITICAL)
    slos = channel("slos", sources=[Source.SLO])
    sales = channel("sales", teams=("sales",))
    paused = channel("paused", paused_at=NOW)
    archived = channel("archived", archived_at=NOW)
    alert("1", team="sales", severity=Severity.CRITICAL)
    alert("2", team="support", source=Source.SLO)
    alert("3", severity=Severity.INFO)
    dispatch(NOW)
    keys = {one.name: [key for key, _ in told(one)] for one in Channel.objects.all()}
    assert keys == {
        everything.name: ["1", "2", "3"],
        grave.name: ["1"],
        slos.name: ["2"],
        sales.name: ["1"],
        paused.name: [],
        archived.name: [],
    }


def test_a_lead_who_never_said_anything_is_told_warnings_of_their_teams_and_others_nothing() -> None:
    lead = person(Role.LEAD, teams=("sales",))
    others = [person(role, teams=("sales",)) for role in (Role.ADMIN, Role.FINANCE, Role.ENGINEER)]
    alert("1", team="sales")
    alert("2", team="support")
    alert("3", team="sales", severity=Severity.INFO)
    alert("4")
    dispatch(NOW)
    assert told(lead) == [("1", Event.BEGAN)]
    assert [told(one) for one in others] == [[], [], []]


def test_somebody_who_left_is_not_told() -> None:
    gone, moved = person(Role.LEAD, teams=("sales",)), person(Role.LEAD, teams=("sales",), email="b@a.com")
    alert("1", team="sales")
    dispatch(NOW)
    delivered()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    moved.teams.clear()
    alert("2", team="sales")
    ended("1", NOW + MINUTE)
    dispatch(NOW + MINUTE)
    assert told(gone) == told(moved) == [("1", Event.BEGAN)]


def test_without_a_mail_server_people_are_not_told_and_channels_are(settings) -> None:
    settings.MAIL_SERVER = None
    lead, to = person(Role.LEAD, teams=("sales",)), channel()
    alert("1", team="sales")
    dispatch(NOW)
    assert (told(lead), told(to)) == ([], [("1", Event.BEGAN)])


def test_recovery_is_told_to_those_who_were_told_of_the_beginning() -> None:
    to = channel("first")
    alert()
    dispatch(NOW)
    delivered()
    late, quiet = channel("late"), channel("silent", tells_recovery=False)
    ended("1", NOW + HOUR)
    for _ in range(2):
        dispatch(NOW + HOUR)
    assert told(to) == [("1", Event.BEGAN), ("1", Event.ENDED)]
    assert told(late) == told(quiet) == []


def test_who_does_not_want_recoveries_is_spared_them() -> None:
    to = channel(tells_recovery=False)
    alert()
    dispatch(NOW)
    delivered()
    ended("1", NOW + HOUR)
    dispatch(NOW + HOUR)
    assert told(to) == [("1", Event.BEGAN)]


def test_what_is_over_before_it_was_told_is_not_told() -> None:
    to = channel()
    alert("1")
    ended("1", NOW + SECOND)
    dispatch(NOW + SECOND)
    assert told(to) == [] and not Message.objects.exists()


def test_what_is_over_while_its_message_waits_is_taken_out_of_it() -> None:
    to = channel()
    alert("1")
    alert("2")
    dispatch(NOW)
    ended("1", NOW + SECOND)
    dispatch(NOW + SECOND)
    assert told(to) == [("2", Event.BEGAN)]
    ended("2", NOW + SECOND)
    dispatch(NOW + 2 * SECOND)
    assert told(to) == [] and not Message.objects.exists()


def test_a_message_that_may_have_arrived_stays_and_its_end_is_told() -> None:
    to = channel()
    alert()
    dispatch(NOW)
    Message.objects.update(attempts=1, due_at=NOW + HOUR)
    ended("1", NOW + MINUTE)
    dispatch(NOW + MINUTE)
    assert told(to) == [("1", Event.BEGAN), ("1", Event.ENDED)]
    assert Message.objects.count() == 2


def test_the_end_of_what_never_arrived_is_not_told() -> None:
    to = channel()
    alert()
    dispatch(NOW)
    Message.objects.update(state=State.FAILED, attempts=15)
    ended("1", NOW + MINUTE)
    dispatch(NOW + MINUTE)
    assert told(to) == [("1", Event.BEGAN)]


def silenced(hours: int = 1, **given: object) -> None:
    user = person(Role.ADMIN)
    silence(reason="Known", starts_at=NOW, ends_at=NOW + hours * HOUR, user=user, now=NOW, **given)


@pytest.mark.parametrize(
    "about", [{}, {"subject": "budget:1"}, {"source": Source.BUDGET}, {"team": "sales"}], ids=str
)
def test_what_is_silenced_is_told_when_the_silence_ends_and_it_still_goes_on(about) -> None:
    to, over = channel(), alert("2", team="sales")
    one = alert("1", team="sales")
    if "team" in about:
        about = {"team": one.team}
    silenced(**about)
    dispatch(NOW)
    ended("2", NOW + MINUTE)
    dispatch(NOW + HOUR - SECOND)
    before = told(to)
    dispatch(NOW + HOUR)
    assert ("1", Event.BEGAN) not in before
    assert ("1", Event.BEGAN) in told(to)
    if not about.get("subject"):
        assert before == [] and (over.key, Event.BEGAN) not in told(to)


def test_what_a_silence_is_not_about_is_told() -> None:
    to, other = channel(), alert("1", team="support").team
    silenced(subject="budget:1", source=Source.SLO)
    silence(
        reason="Theirs", starts_at=NOW, ends_at=NOW + HOUR, team=None, subject="budget:2",
        user=User.objects.get(), now=NOW,
    )  # fmt: skip
    assert other is not None
    dispatch(NOW)
    assert told(to) == [("1", Event.BEGAN)]


def test_recovery_in_a_silence_is_told_after_it() -> None:
    to = channel()
    alert()
    dispatch(NOW - MINUTE)
    delivered()
    silenced()
    ended("1", NOW + MINUTE)
    dispatch(NOW + MINUTE)
    assert told(to) == [("1", Event.BEGAN)]
    dispatch(NOW + HOUR)
    assert told(to) == [("1", Event.BEGAN), ("1", Event.ENDED)]


def night(user: User, **given: object) -> None:
    prefer(user, quiet_from=dt.time(22), quiet_until=dt.time(7), **given)


def test_quiet_hours_hold_back_until_their_end_and_critical_breaks_through() -> None:
    lead = person(Role.LEAD, teams=("sales",))
    night(lead)
    evening = NOW.replace(hour=23)
    for number in range(3):
        alert(f"{number}", team="sales", at=evening)
        dispatch(evening + number * HOUR)
    alert("grave", team="sales", severity=Severity.CRITICAL)
    dispatch(evening + 3 * HOUR)
    held, loud = Message.objects.order_by("-due_at")
    assert held.due_at == NOW.replace(day=15, hour=7) and held.tellings.count() == 3
    assert loud.due_at == evening + 3 * HOUR + 30 * SECOND and loud.tellings.count() == 1


def test_whom_even_critical_alerts_must_not_wake_is_told_in_the_morning() -> None:
    lead = person(Role.LEAD, teams=("sales",))
    night(lead, critical_breaks_quiet=False)
    alert(team="sales", severity=Severity.CRITICAL)
    dispatch(NOW.replace(hour=23))
    assert Message.objects.get().due_at == NOW.replace(day=15, hour=7)


def test_what_is_over_in_the_night_is_not_told_in_the_morning() -> None:
    lead = person(Role.LEAD, teams=("sales",))
    night(lead)
    alert(team="sales")
    dispatch(NOW.replace(hour=23))
    ended("1", NOW.replace(hour=23, minute=50))
    dispatch(NOW.replace(hour=23, minute=50))
    assert told(lead) == [] and not Message.objects.exists()


def test_a_thousand_alerts_for_many_cost_a_bounded_number_of_queries(
    django_assert_max_num_queries,
) -> None:
    for number in range(10):
        channel(f"{number}")
    begin([news(str(number)) for number in range(1_000)])
    with django_assert_max_num_queries(40):
        dispatch(NOW)
    assert Message.objects.count() == 10 and Telling.objects.count() == 10_000
    with django_assert_max_num_queries(14):
        dispatch(NOW + SECOND)
    assert Alert.objects.filter(told_at=None).count() == 0
