"""What began, goes on and ended since somebody's last digest, in one message."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from finops.notifications import outbox
from finops.notifications.models import Alert, Preference, Telling
from finops.notifications.outbox import Want
from finops.notifications.quiet import last_digest
from finops.notifications.routing import LOUDNESS, Person
from finops.notifications.silenced import is_silenced
from finops.notifications.types import Digest, Event

MOST = 1_000  # alerts in one digest, the gravest
MOST_READ = 10_000


def write_digests(people: Iterable[Person], now: dt.datetime) -> None:
    """Open the digests that are due. Somebody who has just asked for one gets it the next time it is due."""
    asked = [one for one in people if one.digest != Digest.NONE]
    new = [one.id for one in asked if one.digested_at is None]
    if new:
        Preference.objects.filter(user__in=new).update(digested_at=now)
    due = {one: last_digest(one.digest, one.digest_at, one.zone, now) for one in asked}
    late = {one: one.digested_at for one in asked if one.digested_at and one.digested_at < due[one]}
    if not late:
        return
    alerts = _alerts(min(late.values()), now)
    for person, since in late.items():
        _write(person, [one for one in alerts if not one.ended_at or one.ended_at > since], now)
        Preference.objects.filter(user=person.id).update(digested_at=due[person])


def _alerts(since: dt.datetime, now: dt.datetime) -> list[Alert]:
    """What goes on, and what ended since then."""
    found = Alert.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since)).exclude(is_silenced(now))
    return list(found.order_by("-began_at", "-pk")[:MOST_READ])


def _write(person: Person, alerts: Sequence[Alert], now: dt.datetime) -> None:
    wanted = [one for one in alerts if person.wants(one.concern)]
    wanted.sort(key=lambda one: LOUDNESS[one.concern.severity])
    chosen = wanted[:MOST]
    known: dict[int, list[str]] = defaultdict(list)
    for told in Telling.objects.filter(recipient=person.recipient, alert__in=chosen):
        known[told.alert_id].append(told.event)
    tellings = [
        Want(person, alert.pk, event, now, number)
        for alert in chosen
        for event, number in _events(alert, known[alert.pk])
    ]
    outbox.open_digest(person, tellings, now)


def _events(alert: Alert, told: Sequence[str]) -> Iterator[tuple[Event, int]]:
    if Event.BEGAN not in told:
        yield Event.BEGAN, 0
    elif alert.ended_at is None:
        yield Event.AGAIN, told.count(Event.AGAIN) + 1
    if alert.ended_at is not None and Event.ENDED not in told:
        yield Event.ENDED, 0
