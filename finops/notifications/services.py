"""Writing alerts and what people do about them. Workers tell it from what is stored; nothing is sent here.

A feature calls `begin` and `end` in the transaction in which it stores its own finding. Calling them again
changes nothing.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from finops.accounts.models import Team, User
from finops.accounts.services import Refused
from finops.audit.services import record
from finops.core.db.files import read_sql
from finops.notifications.models import Alert, Channel, Message, Silence
from finops.notifications.types import Ending, News, Source, State

LONGEST_TITLE, LONGEST_TEXT, LONGEST_KEY = 300, 4000, 512
MOST_FACTS = 30
LONGEST_SILENCE = dt.timedelta(days=366)
BATCH = 1000
END = read_sql(__file__, "end.sql")
Actor = User | str  # a person, or the name of the key that acts


def begin(news: Iterable[News]) -> None:
    """Store what is wrong from now on. What is stored already stays as it is."""
    Alert.objects.bulk_create(map(_alert, news), ignore_conflicts=True, batch_size=BATCH)


def end(endings: Iterable[Ending]) -> None:
    """Store how it ended. What is not stored, or has ended, stays as it is."""
    by_source: dict[Source, dict[str, Ending]] = {}
    for one in endings:
        by_source.setdefault(one.source, {})[one.key] = one
    for source, of in by_source.items():
        _end(source, of)


@transaction.atomic
def acknowledge(alert: Alert, user: Actor, now: dt.datetime) -> bool:
    """Somebody looks after it: nobody is told of it again until it ends. False if somebody does already."""
    mine = Alert.objects.filter(pk=alert.pk, acknowledged_at=None)
    if not mine.update(acknowledged_at=now, acknowledged_by=_person(user)):
        return False
    record(actor=user, action="notifications.alert.acknowledge", target=alert.title, detail=_of(alert))
    return True


@transaction.atomic
def withdraw_acknowledgement(alert: Alert, user: User) -> bool:
    """Nobody looks after it after all. False if nobody did."""
    taken = Alert.objects.filter(pk=alert.pk, acknowledged_at__isnull=False)
    if not taken.update(acknowledged_at=None, acknowledged_by=None):
        return False
    record(actor=user, action="notifications.alert.withdraw", target=alert.title, detail=_of(alert))
    return True


@transaction.atomic
def silence(
    *,
    reason: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    user: Actor,
    now: dt.datetime,
    subject: str = "",
    subject_name: str = "",
    source: Source | None = None,
    team: Team | None = None,
) -> Silence:
    """Tell nobody of alerts that are about all of what is given. Raises Refused for a span that cannot be."""
    if not starts_at < ends_at or ends_at <= now:
        raise Refused("A silence ends after it begins, and later than now.")
    if ends_at - starts_at > LONGEST_SILENCE:
        raise Refused("A silence lasts at most a year. Archive what nobody wants to hear of.")
    made = Silence.objects.create(
        reason=reason,
        subject=subject,
        subject_name=subject_name,
        source=str(source or ""),
        team=team,
        starts_at=starts_at,
        ends_at=ends_at,
        created_by=_person(user),
    )
    record(actor=user, action="notifications.silence.create", target=_about(made), detail=_span(made))
    return made


@transaction.atomic
def end_silence(silence: Silence, user: User, now: dt.datetime) -> bool:
    """End it now; one that has not begun is removed. False if it is over."""
    stored = Silence.objects.select_for_update().filter(pk=silence.pk, ends_at__gt=now).first()
    if stored is None:
        return False
    record(actor=user, action="notifications.silence.end", target=_about(stored), detail=_span(stored))
    if stored.starts_at >= now:
        stored.delete()
        return True
    stored.ends_at = now
    stored.save(update_fields=["ends_at"])
    return True


@transaction.atomic
def send_test(to: Channel | User, user: User, now: dt.datetime) -> Message:
    """Have a message sent that says it is a test, within seconds. Its attempts say how it went."""
    made = Message(is_test=True, opened_at=now, due_at=now)
    if isinstance(to, Channel):
        made.channel = to
    else:
        made.user = to
    made.save()
    record(actor=user, action="notifications.test", target=str(to), detail={"message": str(made.pk)})
    return made


@transaction.atomic
def try_again(message: Message, user: User, now: dt.datetime) -> bool:
    """Have a message that was given up tried once more. False if it was not given up."""
    given_up = Message.objects.filter(pk=message.pk, state=str(State.FAILED))
    if not given_up.update(state=str(State.WAITING), due_at=now):
        return False
    target = str(message.channel or message.user)
    record(actor=user, action="notifications.try_again", target=target, detail={"message": str(message.pk)})
    return True


def _alert(news: News) -> Alert:
    return Alert(
        source=str(news.source),
        key=news.key[:LONGEST_KEY],
        subject=news.subject[:LONGEST_TITLE],
        subject_name=news.subject_name[:LONGEST_TITLE],
        severity=str(news.severity),
        team_id=news.team,
        title=news.title[:LONGEST_TITLE],
        summary=news.summary[:LONGEST_TEXT],
        why=news.why[:LONGEST_TEXT],
        facts=[[fact.label, fact.value[:LONGEST_TEXT]] for fact in news.facts[:MOST_FACTS]],
        path=news.path,
        began_at=news.at,
    )


def _end(source: Source, endings: dict[str, Ending]) -> None:
    parameters: dict[str, Any] = {
        "source": str(source),
        "keys": list(endings),
        "moments": [one.at for one in endings.values()],
        "summaries": [one.summary[:LONGEST_TEXT] for one in endings.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(END, parameters)


def _person(user: Actor) -> User | None:
    return None if isinstance(user, str) else user


def _of(alert: Alert) -> dict[str, int]:
    return {"alert": alert.pk}


def _about(silence: Silence) -> str:
    return silence.subject_name or str(silence.team or silence.source or "everything")


def _span(silence: Silence) -> dict[str, str]:
    span = {"starts_at": silence.starts_at.isoformat(), "ends_at": silence.ends_at.isoformat()}
    return {**span, "reason": silence.reason, "subject": silence.subject}
