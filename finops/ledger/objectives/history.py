"""Counting what is stored already for a new SLO, back from now in steps.

Settling counts from `counted_from` on, and holds the calendar while it does. A step waits for it, counts some
time before from what is stored and moves `counted_from` there, in one transaction: nothing is counted twice
or left out, whatever arrives meanwhile and wherever it is killed. Settling waits for a step, so steps are as
long as can be counted in a moment, and as much time passes between them.
"""

import datetime as dt
import time
from typing import Any, NamedTuple

import psycopg

from finops.core.db.files import read_sql
from finops.ledger.calendar import held_calendar
from finops.ledger.objectives.counting_sql import call_events, counted, run_events
from finops.ledger.objectives.keeping import forget
from finops.ledger.rollup_sql import facts
from finops.ledger.run_rollup_sql import run_facts
from finops.ledger.settling.connection import settling_connection
from finops.ledger.types import RUN_INDICATORS, Indicator, Subject

HOLD = 0.2  # seconds that a step shall take
FIRST, SHORTEST, LONGEST = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(days=28)
MOST_LONGER = 4  # times the step before: what was quick may have been empty
AHEAD = dt.timedelta(days=2)  # calls are accepted from a day ahead
NEXT = read_sql(__file__, "next_counter.sql")
WAITING = "SELECT EXISTS (SELECT FROM slo_counter WHERE dropped_at IS NULL AND counted_from > history_from)"
COUNTED = "UPDATE slo_counter SET counted_from = %s WHERE id = %s"


class Counter(NamedTuple):
    """One whose history is not counted yet. `counted_from` is None when nothing is."""

    id: int
    indicator: int
    subject: str
    value: str
    history_from: dt.datetime
    counted_from: dt.datetime | None


def count_history(now: dt.datetime, seconds: float) -> bool:
    """Count history until all is counted or the time is up; whether anything is left. `now` is aware."""
    until, span = time.monotonic() + seconds, FIRST
    with settling_connection() as connection:
        forget(connection)
        while (took := step(connection, now, span)) is not None:
            if time.monotonic() >= until:
                return True
            span = next_span(span, took)
            time.sleep(took)
    return False


def next_span(span: dt.timedelta, took: float) -> dt.timedelta:
    """How much time the next step counts, after one that took so many seconds: whole hours. Pure."""
    fitting = span * min(HOLD / max(took, 0.001), MOST_LONGER)
    return min(max(fitting // SHORTEST * SHORTEST, SHORTEST), LONGEST)


def step(connection: psycopg.Connection[Any], now: dt.datetime, span: dt.timedelta) -> float | None:
    """Count so much time for one counter; gives the seconds settling had to wait, None without any."""
    if not _is_waited_for(connection):
        return None
    with connection.transaction():
        # Whoever settles holds it: all of them have committed, and the next ones see what is counted here.
        if held_calendar(connection) is None:
            return None
        begun = time.monotonic()
        return time.monotonic() - begun if _count(connection, now, span) else None


def _is_waited_for(connection: psycopg.Connection[Any]) -> bool:
    """Nobody who settles shall wait for a look in vain."""
    row = connection.execute(WAITING).fetchone()
    return bool(row and row[0])


def _count(connection: psycopg.Connection[Any], now: dt.datetime, span: dt.timedelta) -> bool:
    row = connection.execute(NEXT).fetchone()
    if row is None:
        return False
    counter = Counter(*row)
    first = counter.counted_from is None
    end = counter.counted_from or _hour(now) + AHEAD
    start = max(counter.history_from, end - span)
    connection.execute(COUNTED, [start, counter.id])
    parameters = {**counter._asdict(), "start": start, "end": "infinity" if first else end}
    connection.execute(_statement(counter).encode(), parameters)
    return True


def _statement(counter: Counter) -> str:
    """Count one counter in a span of time, which its `counted_from` must include already."""
    events = source_of(Indicator(counter.indicator), Subject(counter.subject))
    only = f"SELECT * FROM ({events}) AS every WHERE counter_id = %(id)s ORDER BY 1, 2"
    return f"WITH {counted(only)} SELECT count(*) FROM slo_event"


def source_of(indicator: Indicator, subject: Subject, most: int | None = None) -> str:
    """Events of whatever counts the `value` of a subject, from `start` to `end`; the newest `most`."""
    if indicator in RUN_INDICATORS:
        newest = "" if most is None else f"ORDER BY start_time DESC LIMIT {most}"
        within = "start_time >= %(start)s AND start_time < %(end)s"
        traces = f"(SELECT * FROM trace WHERE {subject} = %(value)s AND {within} {newest})"
        return run_events(f"({run_facts(traces)})")
    newest = "" if most is None else f"ORDER BY time DESC LIMIT {most}"
    sets = f"SELECT id FROM dimension_set WHERE {subject} = %(value)s"
    within = "time >= %(start)s AND time < %(end)s"
    charges = f"(SELECT * FROM charge WHERE dimension_set_id IN ({sets}) AND {within} {newest})"
    return call_events(f"({facts(charges)})")


def _hour(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
