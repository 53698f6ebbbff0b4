"""Messages that wait: what belongs together is gathered, what need not be told any more is taken out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from finops.notifications.models import Message, Telling
from finops.notifications.routing import Person, Place, Recipient
from finops.notifications.types import Event, State

BATCH = 1000


class Want(NamedTuple):
    """That somebody is to be told of an alert, and when a message may go out."""

    recipient: Recipient
    alert: int
    event: Event
    due: dt.datetime
    number: int = 0


def gather(wants: Iterable[Want], now: dt.datetime) -> None:
    """Add to the messages that still wait for more, or open new ones."""
    slots: dict[tuple[Recipient, dt.datetime], list[Want]] = defaultdict(list)
    for one in wants:
        slots[one.recipient, one.due].append(one)
    waiting = _waiting({recipient for recipient, _ in slots}, now)
    tellings, opened = list[Telling](), list[Message]()
    for (recipient, due), of in slots.items():
        known = (message for message in waiting[recipient.recipient] if message.due_at <= due)
        message = next(known, None)
        if message is None:
            message = _message(recipient, now, due)
            opened.append(message)
        tellings += [_telling(message, one, now) for one in of]
    Message.objects.bulk_create(opened, batch_size=BATCH)
    Telling.objects.bulk_create(tellings, ignore_conflicts=True, batch_size=BATCH)


def open_digest(person: Person, wants: Iterable[Want], now: dt.datetime) -> None:
    """A message of its own; none when there is nothing to tell."""
    message = _message(person, now, now)
    message.is_digest = True
    if tellings := [_telling(message, one, now) for one in wants]:
        message.save(force_insert=True)
        Telling.objects.bulk_create(tellings, ignore_conflicts=True, batch_size=BATCH)


def _message(recipient: Recipient, now: dt.datetime, due: dt.datetime) -> Message:
    made = Message(opened_at=now, due_at=due)
    if isinstance(recipient, Place):
        made.channel_id = recipient.id
    else:
        made.user_id = recipient.id
    return made


def untouched(messages: Collection[UUID]) -> set[UUID]:
    """Those of these messages that nobody has begun to send. They stay locked until the transaction ends."""
    found = Message.objects.filter(pk__in=messages, state=str(State.WAITING), attempts=0)
    return {one.pk for one in found.select_for_update(skip_locked=True)}


def take_out(tellings: Collection[int], messages: Collection[UUID]) -> None:
    """What need not be told any more is not; a message with nothing left in it is no message."""
    Telling.objects.filter(pk__in=tellings).delete()
    left = Telling.objects.filter(message=OuterRef("pk"))
    Message.objects.filter(~Exists(left), pk__in=messages).delete()


def _waiting(recipients: Collection[Recipient], now: dt.datetime) -> dict[str, list[Message]]:
    """Messages that may still be added to, locked. What is locked already is being sent."""
    channels = [one.id for one in recipients if isinstance(one, Place)]
    people = [one.id for one in recipients if isinstance(one, Person)]
    open_ones = Message.objects.filter(
        Q(channel__in=channels) | Q(user__in=people),
        state=str(State.WAITING), attempts=0, is_test=False, is_digest=False, due_at__gt=now,
    )  # fmt: skip
    found: dict[str, list[Message]] = defaultdict(list)
    for message in open_ones.order_by("due_at").select_for_update(skip_locked=True):
        found[recipient_of(message)].append(message)
    return found


def recipient_of(message: Message) -> str:
    """Whom a message is for, as tellings name it."""
    return f"channel:{message.channel_id}" if message.channel_id else f"user:{message.user_id}"


def _telling(message: Message, of: Want, now: dt.datetime) -> Telling:
    return Telling(
        message=message,
        alert_id=of.alert,
        recipient=of.recipient.recipient,
        event=str(of.event),
        number=of.number,
        at=now,
    )
