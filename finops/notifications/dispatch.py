"""Deciding who is told of what. It writes messages that wait; sending them is delivery.

In one transaction: alerts that began or ended and of which nobody decided yet, whom they concern, the message
each of them goes into, and the mark that it is decided. Killed before it commits it is done again from the
same rows.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet

from finops.core.db import locks
from finops.notifications import outbox, recipients
from finops.notifications.digests import write_digests
from finops.notifications.models import Alert, Telling
from finops.notifications.outbox import Want
from finops.notifications.routing import Person, Recipient
from finops.notifications.silenced import is_silenced
from finops.notifications.types import Digest, Event, State

MOST = 5_000  # alerts in one transaction
Everybody = Mapping[str, Recipient]


@transaction.atomic
def dispatch(now: dt.datetime) -> bool:
    """Decide who is told at an aware moment. False while another worker does."""
    if not locks.take(locks.NOTIFICATIONS):
        return False
    everybody = recipients.everybody()
    _tell_beginnings(everybody, now)
    _tell_endings(everybody, now)
    write_digests([one for one in everybody.values() if isinstance(one, Person)], now)
    return True


def at_once(recipient: Recipient) -> bool:
    """Whether somebody is told when something happens, and not in a digest."""
    return not (isinstance(recipient, Person) and recipient.digest != Digest.NONE)


def _tell_beginnings(everybody: Everybody, now: dt.datetime) -> None:
    # What is over before anybody was told is nobody's concern any more.
    over = Alert.objects.filter(told_at=None, ended_at__isnull=False)
    Alert.objects.filter(pk__in=_numbers(_locked(over))).update(told_at=now, ending_told_at=now)
    alerts = _locked(Alert.objects.filter(~is_silenced(now), told_at=None, ended_at=None))
    outbox.gather(_beginnings(alerts, everybody.values(), now), now)
    Alert.objects.filter(pk__in=_numbers(alerts)).update(told_at=now)


def _beginnings(alerts: Iterable[Alert], everybody: Iterable[Recipient], now: dt.datetime) -> Iterable[Want]:
    told = [one for one in everybody if at_once(one)]
    for alert in alerts:
        about = alert.concern
        for one in told:
            if one.wants(about):
                yield Want(one, alert.pk, Event.BEGAN, one.due(about, now))


def _tell_endings(everybody: Everybody, now: dt.datetime) -> None:
    ended = Alert.objects.filter(told_at__isnull=False, ending_told_at=None, ended_at__isnull=False)
    alerts = {alert.pk: alert for alert in _locked(ended.filter(~is_silenced(now)))}
    told = Telling.objects.filter(alert__in=alerts).exclude(event=str(Event.ENDED)).select_related("message")
    unsent = outbox.untouched({one.message_id for one in told if _may_be_unsent(one)})
    outbox.take_out([one.pk for one in told if one.message_id in unsent], unsent)
    heard = [one for one in told if one.message_id not in unsent and _was_told(one)]
    outbox.gather(_endings(heard, alerts, everybody, now), now)
    Alert.objects.filter(pk__in=alerts).update(ending_told_at=now)


def _endings(
    heard: Iterable[Telling], alerts: Mapping[int, Alert], everybody: Everybody, now: dt.datetime
) -> Iterable[Want]:
    for telling in heard:
        one, about = everybody.get(telling.recipient), alerts[telling.alert_id].concern
        if one and at_once(one) and one.tells_recovery and one.wants(about):
            yield Want(one, telling.alert_id, Event.ENDED, one.due(about, now))


def _may_be_unsent(telling: Telling) -> bool:
    return telling.message.state == State.WAITING and not telling.message.is_digest


def _was_told(telling: Telling) -> bool:
    return telling.event == Event.BEGAN and telling.message.state != State.FAILED


def _locked(alerts: QuerySet[Alert]) -> list[Alert]:
    """Those that nobody else is writing just now; the others come next time."""
    return list(alerts.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:MOST])


def _numbers(alerts: Iterable[Alert]) -> list[int]:
    return [alert.pk for alert in alerts]
