"""What budgets in shadow mode would have denied: counted in memory, written every few seconds.

A process that is killed forgets what it counted in those seconds; nothing else depends on the numbers.
"""

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from threading import Lock, Timer
from typing import NamedTuple

from django.db import Error, connection, transaction

from finops.budgets.checks.matching import Held
from finops.budgets.checks.refreshing import apart
from finops.budgets.models import Budget, ShadowDenial
from finops.core.db.files import read_sql

FLUSH_SECONDS = 2.0
MOST_WAITING = 10_000  # values; what comes beyond while nothing can be written is not counted
KEPT = dt.timedelta(days=90)
NOTE = read_sql(__file__, "note_shadow_denials.sql")
logger = logging.getLogger(__name__)


class Key(NamedTuple):
    """What is counted together."""

    budget: int
    value: str
    hour: dt.datetime


class Count(NamedTuple):
    """How often, and when last with which dimensions."""

    times: int
    asked: Mapping[str, str]
    at: dt.datetime


class ShadowCounts:
    """Counts of this process that are not written yet."""

    def __init__(self, write: Callable[[Mapping[Key, Count]], None]) -> None:
        self._write = write
        self._lock = Lock()
        self._waiting: dict[Key, Count] = {}
        self._is_planned = False

    def note(self, shadows: Iterable[Held], asked: Mapping[str, str], now: dt.datetime) -> None:
        """A call would have been denied by these."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            for one in shadows:
                self._add(Key(one.budget.number, one.value, hour), Count(1, asked, now))
            self._plan()

    def flush(self) -> None:
        """Write what waits; where that fails it waits on."""
        with self._lock:
            taken, self._waiting, self._is_planned = self._waiting, {}, False
        if not taken:
            return
        try:
            self._write(taken)
        except Error as problem:
            logger.warning("What shadow budgets would have denied cannot be written yet: %s", problem)
            with self._lock:
                for key, count in taken.items():
                    self._add(key, count)
                self._plan()

    def _add(self, key: Key, count: Count) -> None:
        known = self._waiting.get(key)
        if known is None and len(self._waiting) >= MOST_WAITING:
            return
        newest = count if known is None or count.at >= known.at else known
        self._waiting[key] = newest._replace(times=count.times + (known.times if known else 0))

    def _plan(self) -> None:
        if self._waiting and not self._is_planned:
            self._is_planned = True
            timer = Timer(FLUSH_SECONDS, apart, [self.flush])
            timer.daemon = True
            timer.start()


@transaction.atomic
def write(counts: Mapping[Key, Count]) -> None:
    """Add these to what is stored, and forget what is older than 90 days."""
    with connection.cursor() as cursor:
        for key in sorted(counts):  # in one order, so that processes wait for each other without a deadlock
            count = counts[key]
            asked = json.dumps(dict(count.asked))
            cursor.execute(NOTE, {**key._asdict(), "count": count.times, "asked": asked, "at": count.at})
    ShadowDenial.objects.filter(hour__lt=max(key.hour for key in counts) - KEPT).delete()


def shadow_denials(budget: Budget, *, most: int = 100) -> list[ShadowDenial]:
    """What a budget in shadow mode would have denied, by value and hour, the newest first."""
    return list(budget.shadow_denials.order_by("-hour", "-count", "value")[:most])
