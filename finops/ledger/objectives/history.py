"""Counting what is stored already for a new SLO, back from now a week at a time.

Settling counts from `counted_from` on, and holds the calendar while it does. A step waits for it, counts the
week before from what is stored and moves `counted_from` there, in one transaction: nothing is counted twice
or left out, whatever arrives meanwhile and wherever it is killed.
"""

import datetime as dt
import time
from typing import Any, NamedTuple

import psycopg

from finops.core.db.files import read_sql
from finops.ledger.calendar import held_calendar
from finops.ledger.objectives.counting_sql import call_events, counted, run_events
from finops.ledger.rollup_sql import facts
from finops.ledger.run_rollup_sql import run_facts
from finops.ledger.settling.connection import settling_connection
from finops.ledger.types import RUN_INDICATORS, Indicator, Subject

STEP = dt.timedelta(days=7)
AHEAD = dt.timedelta(days=2)  # calls are accepted from a day ahead
NEXT = read_sql(__file__, "next_counter.sql")
WAITING = """
SELECT EXISTS (SELECT FROM slo_counter WHERE dropped_at IS NOT NULL OR counted_from > history_from)"""
COUNTED = "UPDATE slo_counter SET counted_from = %s WHERE id = %s"
DROPPED = "SELECT id FROM slo_counter WHERE dropped_at IS NOT NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
DROP = tuple(
    f"DELETE FROM {table} WHERE {column} = %s"
    for table, column in (("slo_minute", "counter_id"), ("slo_hour", "counter_id"), ("slo_counter", "id"))
)


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
    until = time.monotonic() + seconds
    with settling_connection() as connection:
        while step(connection, now):
            if time.monotonic() >= until:
                return True
    return False


def step(connection: psycopg.Connection[Any], now: dt.datetime) -> bool:
    """Count a week for one counter, or forget one that is not wanted; False when there is nothing to do."""
    if not _is_waited_for(connection):
        return False
    with connection.transaction():
        # Whoever settles holds it: all of them have committed, and the next ones see what is counted here.
        if held_calendar(connection) is None:
            return False
        return _forget(connection) or _count(connection, now)


def _is_waited_for(connection: psycopg.Connection[Any]) -> bool:
    """Nobody who settles shall wait for a look in vain."""
    row = connection.execute(WAITING).fetchone()
    return bool(row and row[0])


def _forget(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute(DROPPED).fetchone()
    if row is None:
        return False
    for statement in DROP:
        connection.execute(statement.encode(), row)
    return True


def _count(connection: psycopg.Connection[Any], now: dt.datetime) -> bool:
    row = connection.execute(NEXT).fetchone()
    if row is None:
        return False
    counter = Counter(*row)
    first = counter.counted_from is None
    end = counter.counted_from or _hour(now) + AHEAD
    start = max(counter.history_from, end - STEP)
    connection.execute(COUNTED, [start, counter.id])
    parameters = {**counter._asdict(), "start": start, "end": "infinity" if first else end}
    connection.execute(_statement(counter).encode(), parameters)
    return True


def _statement(counter: Counter) -> str:
    """Count one counter in a span of time, which its `counted_from` must include already."""
    events = source_of(Indicator(counter.indicator), Subject(counter.subject))
    only = f"SELECT * FROM ({events}) AS every WHERE counter_id = %(id)s ORDER BY 1, 2"
    return f"WITH {counted(only)} SELECT count(*) FROM to_slo_minute"


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
