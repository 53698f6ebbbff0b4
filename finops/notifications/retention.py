"""How long it is kept who was told of what. Alerts themselves are small and stay."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from finops.notifications.models import Message, Telling
from finops.notifications.types import State

KEPT = dt.timedelta(days=400)
MOST = 10_000  # in one go


def drop_old(now: dt.datetime) -> int:
    """Drop messages, with their attempts, that are old and tell nothing of an alert that goes on.

    Who was told that something began that still goes on is told of its end.
    """
    needed = Telling.objects.filter(message=OuterRef("pk"), alert__ended_at=None)
    old = Message.objects.filter(~Q(state=str(State.WAITING)), ~Exists(needed), opened_at__lt=now - KEPT)
    numbers = list(old.values_list("pk", flat=True)[:MOST])
    Message.objects.filter(pk__in=numbers).delete()
    return len(numbers)
