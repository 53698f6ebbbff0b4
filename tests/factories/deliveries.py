"""What a worker does about messages, and what the log says of it."""

import datetime as dt
import time

from finops.notifications.delivery import deliver_to, due
from finops.notifications.models import Attempt
from tests.factories.news import NOW, SECOND

SOON = NOW + 30 * SECOND


def deliver(now: dt.datetime = SOON) -> None:
    """What a worker does, in this transaction."""
    for whose in due(now):
        deliver_to(whose, now=now, until=time.monotonic() + 10)


def log() -> list[str]:
    """The errors of all attempts, the oldest first."""
    return [one.error for one in Attempt.objects.order_by("at", "pk")]
