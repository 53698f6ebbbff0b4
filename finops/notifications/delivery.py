"""Sending what waits.

A message is claimed, sent and marked in one transaction, so it is sent until somebody has taken it. A process
that is killed between the receiver's yes and the commit leaves it waiting: it is sent once more, with the
same id.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import DatabaseError, connection, transaction
from django.db.models import Min

from finops.core.db import locks
from finops.notifications import sending
from finops.notifications.failures import NotTaken
from finops.notifications.models import Attempt, Message
from finops.notifications.retrying import next_wait
from finops.notifications.types import State

THREADS = 8
SECONDS = 20.0  # after them nothing more is begun
MOST_RECIPIENTS = 500
Whose = dict[str, int | None]

log = logging.getLogger(__name__)


@transaction.atomic
def deliver(now: dt.datetime) -> int | None:
    """Send what is due, to several recipients at once, for some seconds. None while another worker does.

    One recipient's messages go one after the other, so a slow one holds up no other.
    """
    if not locks.take(locks.DELIVERY):
        return None
    one = partial(deliver_to, now=now, until=time.monotonic() + SECONDS)
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(partial(_with_own_connection, one), due(now)))


def due(now: dt.datetime) -> list[Whose]:
    """Whom messages are due for, who waits longest first."""
    waiting = Message.objects.filter(state=str(State.WAITING), due_at__lte=now)
    found = waiting.values("channel", "user").annotate(first=Min("due_at")).order_by("first")
    return [{"channel": one["channel"], "user": one["user"]} for one in found[:MOST_RECIPIENTS]]


def deliver_to(whose: Whose, *, now: dt.datetime, until: float) -> int:
    """Send what is due for one recipient, until something is not taken. Returns how much was taken.

    `until` is a moment of the monotonic clock.
    """
    taken = 0
    while time.monotonic() < until and deliver_next(whose, now):
        taken += 1
    if taken:  # it can be reached again: what waits for another try need not wait longer
        failed = Message.objects.filter(**whose, state=str(State.WAITING), attempts__gt=0, due_at__gt=now)
        failed.update(due_at=now)
    return taken


@transaction.atomic
def deliver_next(whose: Whose, now: dt.datetime) -> bool:
    """Send the message that is due first. False when there is none, or it was not taken."""
    waiting = Message.objects.filter(**whose, state=str(State.WAITING), due_at__lte=now)
    mine = waiting.order_by("due_at", "opened_at").select_for_update(skip_locked=True, of=("self",))
    message = mine.select_related("channel", "user").first()
    if message is None:
        return False
    started = time.monotonic()
    try:
        remark = sending.send(message, now)
    except sending.NobodyToTell:
        message.delete()
        return True
    except NotTaken as problem:
        _not_taken(message, problem, now, started)
        return False
    except DatabaseError:
        raise
    except Exception as problem:  # of a library, say: it must not hold up what waits behind it
        reason = NotTaken(f"It could not be sent ({type(problem).__name__}).")
        _not_taken(message, reason, now, started)
        return False
    _note(message, now, started, remark)
    message.state, message.sent_at = str(State.SENT), now
    message.save(update_fields=["state", "sent_at", "attempts"])
    return True


def _not_taken(message: Message, problem: NotTaken, now: dt.datetime, started: float) -> None:
    _note(message, now, started, str(problem))
    wait = None if problem.permanent else next_wait(message.attempts, problem.wait)
    if wait is None:
        message.state = str(State.FAILED)
        log.warning("message %s is given up: %s", message.pk, problem)
    else:
        message.due_at = now + wait
    message.save(update_fields=["state", "due_at", "attempts"])


def _note(message: Message, now: dt.datetime, started: float, error: str) -> None:
    took = dt.timedelta(seconds=time.monotonic() - started)
    Attempt.objects.create(message=message, at=now, took=took, error=error)
    message.attempts += 1


def _with_own_connection(one: Callable[[Whose], int], whose: Whose) -> int:
    """A thread of the pool has a connection of its own, which nobody else would close."""
    try:
        return one(whose)
    finally:
        connection.close()
