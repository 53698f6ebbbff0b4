"""A value that is read in the background and never older than some seconds.

One thread at a time reads it, at half its age, so that who asks finds it read. Who finds it too old waits for
that thread, but not for long: without a database, or with a slow one, there is no value.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from threading import Event, RLock, Thread
from typing import Generic, TypeVar

from django.db import connections

Value = TypeVar("Value")
MOST_SECONDS, HALF_SECONDS = 5.0, 2.5
PATIENCE_SECONDS = 1.0  # of who asks, counted from when reading began
PAUSE_SECONDS = 1.0  # after reading has failed
logger = logging.getLogger(__name__)


def apart(work: Callable[[], None]) -> None:
    """Do it in a thread of its own, with database connections of its own. What goes wrong is logged."""

    def whole() -> None:
        try:
            work()
        except Exception as problem:
            logger.warning("What is done beside checks of budgets went wrong: %s", problem)
        finally:
            connections.close_all()

    Thread(target=whole, daemon=True).start()


class Refreshed(Generic[Value]):
    """Keeps what `load` reads. `clock` tells seconds, `start` has the reading done."""

    def __init__(
        self,
        load: Callable[[], Value],
        clock: Callable[[], float] = time.monotonic,
        start: Callable[[Callable[[], None]], None] = apart,
    ) -> None:
        self._load, self._clock, self._start = load, clock, start
        self._lock, self._done = RLock(), Event()
        self._value: Value | None = None
        self._read_at = self._began_at = float("-inf")
        self._not_before = float("-inf")
        self._is_reading = False

    def get(self) -> Value | None:
        """The value; None when it cannot be read, or not soon enough."""
        now = self._clock()
        with self._lock:
            if now - self._read_at >= HALF_SECONDS and not self._is_reading and now >= self._not_before:
                self._begin(now)
            if now - self._read_at < MOST_SECONDS:
                return self._value
            if not self._is_reading:
                return None
            done, patience = self._done, self._began_at + PATIENCE_SECONDS - now
        done.wait(max(patience, 0))
        with self._lock:
            return self._value if self._clock() - self._read_at < MOST_SECONDS else None

    def _begin(self, now: float) -> None:
        self._is_reading, self._began_at, self._done = True, now, Event()
        self._start(partial(self._read, now, self._done))

    def _read(self, began_at: float, done: Event) -> None:
        try:
            value = self._load()
        except Exception as problem:  # whatever it is, who asks must be answered
            logger.warning("Budgets cannot be read to answer checks: %s", problem)
            with self._lock:
                self._not_before, self._is_reading = self._clock() + PAUSE_SECONDS, False
        else:
            with self._lock:
                self._value, self._read_at, self._is_reading = value, began_at, False
        finally:
            done.set()
