"""Reading the events of SLOs. All times are aware and whole minutes."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

from finops.core.db.files import read_sql
from finops.core.db.rows import fetch

COUNT = read_sql(__file__, "count_events.sql")
PROGRESS = read_sql(__file__, "counter_progress.sql")
BAD_MINUTES = read_sql(__file__, "bad_minutes.sql")


class Asked(NamedTuple):
    """A counter over a span of time, half-open."""

    counter_id: int
    start: dt.datetime
    end: dt.datetime


class Events(NamedTuple):
    """What was counted; in `filled` minutes there was any."""

    good: int
    total: int
    filled: int


class Progress(NamedTuple):
    """How far history is counted; `counted_from` is None when nothing is, `first_at` without any event."""

    counter_id: int
    history_from: dt.datetime
    counted_from: dt.datetime | None
    first_at: dt.datetime | None

    @property
    def is_done(self) -> bool:
        """Whether all of it is counted."""
        return self.counted_from is not None and self.counted_from <= self.history_from

    def percent(self, now: dt.datetime) -> int:
        """How much is, in whole percent."""
        if self.is_done:
            return 100
        if self.counted_from is None:
            return 0
        return min(99, int(max((now - self.counted_from) / (now - self.history_from), 0) * 100))


class BadMinute(NamedTuple):
    """A minute with events that were bad."""

    minute: dt.datetime
    good: int
    total: int


def events(asked: Sequence[Asked]) -> list[Events]:
    """The events of each span of time that is asked for, in one query for all."""
    parameters = {
        "counters": [one.counter_id for one in asked],
        "starts": [one.start for one in asked],
        "ends": [one.end for one in asked],
    }
    return fetch(Events, COUNT, parameters) if asked else []


def progress(counters: Collection[int]) -> dict[int, Progress]:
    """How far the history of counters is counted, by their number."""
    return {one.counter_id: one for one in fetch(Progress, PROGRESS, [list(counters)])}


def bad_minutes(asked: Asked, most: int) -> list[BadMinute]:
    """The minutes with most bad events."""
    parameters = {"counter": asked.counter_id, "start": asked.start, "end": asked.end, "most": most}
    return fetch(BadMinute, BAD_MINUTES, parameters)
