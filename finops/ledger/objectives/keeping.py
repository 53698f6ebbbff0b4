"""How long events of SLOs are kept: minutes as long as windows and pages ask for them, sums of them longer.

Minutes are gone after 40 days: rolling windows are at most 30, and days begin with a quarter hour in every
time zone. Everything is gone after 400 days, as old as a call may be that still arrives.
"""

import datetime as dt
from typing import Any

import psycopg

from finops.ledger.calendar import held_calendar

MINUTES_KEPT, KEPT = dt.timedelta(days=40), dt.timedelta(days=400)
AT_ONCE = 20_000  # rows
OLD_MINUTES = "UPDATE slo_counter SET minutes_from = %(since)s WHERE minutes_from < %(since)s"
# Of what is not counted any more nothing waits to be counted.
OLD_EVENTS = """
UPDATE slo_counter SET counted_from = %(since)s, history_from = greatest(history_from, %(since)s)
WHERE counted_from < %(since)s"""
COUNTERS = "SELECT id, minutes_from, counted_from FROM slo_counter ORDER BY id"
DROPPED = "SELECT id FROM slo_counter WHERE dropped_at IS NOT NULL ORDER BY id"
LEVELS = (("slo_minute", "minute"), ("slo_quarter_hour", "quarter_hour"), ("slo_day", "day"))
Connection = psycopg.Connection[Any]


def minutes_from(now: dt.datetime) -> dt.datetime:
    """From when on minutes are kept, at an aware moment: a midnight (UTC), so that no day is kept in part."""
    return _midnight(now - MINUTES_KEPT)


def drop_old_events(connection: Connection, now: dt.datetime) -> None:
    """Drop what is not kept any more at `now` (aware). Settling waits only while that is written down."""
    with connection.transaction():
        if held_calendar(connection) is None:
            return
        connection.execute(OLD_MINUTES, {"since": minutes_from(now)})
        connection.execute(OLD_EVENTS, {"since": _midnight(now - KEPT)})
    for counter_id, minutes, counted in connection.execute(COUNTERS).fetchall():
        for table, column in LEVELS:
            until = minutes if table == "slo_minute" else _midnight(counted)
            _delete(connection, table, f"counter_id = %s AND {column} < %s", [counter_id, until])


def forget(connection: Connection) -> None:
    """Forget counters that nobody wants any more. Settling waits only for the last of their rows."""
    for (counter_id,) in connection.execute(DROPPED).fetchall():
        for table, _ in LEVELS:
            _delete(connection, table, "counter_id = %s", [counter_id])
        with connection.transaction():
            if held_calendar(connection) is None:
                return
            for table, column in (*((table, "counter_id") for table, _ in LEVELS), ("slo_counter", "id")):
                connection.execute(f"DELETE FROM {table} WHERE {column} = %s".encode(), [counter_id])


def _delete(connection: Connection, table: str, where: str, parameters: list[Any]) -> None:
    """In parts, so that nobody waits for a row for long."""
    part = f"SELECT ctid FROM {table} WHERE {where} LIMIT {AT_ONCE}"
    statement = f"DELETE FROM {table} WHERE ctid = ANY (ARRAY({part}))".encode()
    while connection.execute(statement, parameters).rowcount == AT_ONCE:
        pass


def _midnight(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
