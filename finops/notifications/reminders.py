"""Telling again what goes on and nobody has acknowledged."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db import connection, transaction

from finops.core.db import locks
from finops.core.db.files import read_sql
from finops.notifications import outbox, recipients
from finops.notifications.dispatch import at_once
from finops.notifications.outbox import Want
from finops.notifications.routing import Concern, Recipient
from finops.notifications.types import Event, Severity, Source

DUE = read_sql(__file__, "reminders.sql")
MOST = 5_000


class Reminder(NamedTuple):
    """Who has to be told again of which alert, and how often they were."""

    recipient: str
    alert: int
    about: Concern
    times: int


@transaction.atomic
def remind(now: dt.datetime) -> bool:
    """Tell again at an aware moment. False while another worker decides who is told."""
    if not locks.take(locks.NOTIFICATIONS):
        return False
    outbox.gather(_wants(recipients.everybody(), now), now)
    return True


def _wants(everybody: Mapping[str, Recipient], now: dt.datetime) -> Iterator[Want]:
    for recipient, alert, about, times in _due(now):
        one = everybody.get(recipient)
        if one and at_once(one) and one.wants(about):
            yield Want(one, alert, Event.AGAIN, one.due(about, now), times + 1)


def _due(now: dt.datetime) -> list[Reminder]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"now": now, "most": MOST})
        return [
            Reminder(recipient, alert, Concern(Source(source), Severity(severity), team), times)
            for recipient, alert, source, severity, team, times in cursor.fetchall()
        ]
