"""Folding: a day that is over is summed into the week it lies in, in rollups by week, which long ranges read.

Most of what arrives belongs to today or yesterday, so settling seldom adds to weeks: only what comes late.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import psycopg

from finops.core.periods import week_start
from finops.ledger.calendar import Calendar, held_calendar
from finops.ledger.rollup_sql import BOTH_WAYS, Rollup, weekly
from finops.ledger.run_rollup_sql import OF_RUNS
from finops.ledger.settling.connection import settling_connection

PATIENCE = dt.timedelta(days=1)  # most of what comes late has come by then
WEEK = dt.timedelta(days=7)
NEXT = "SELECT min(day) FROM spend_daily_coarse WHERE day >= %s"
REMEMBER = "UPDATE accounts_organisation SET folded_until = %s"


def fold(rollup: Rollup) -> tuple[str, str]:
    """Statements that make the weeks of a rollup from its days; parameters: start, a Monday, and end."""
    week = weekly(rollup)
    keys, sums = [name for name in week.key if name != "week"], list(rollup.sums)
    summed = ", ".join(f"sum({name})" for name in sums)
    anything = " OR ".join(f"sum({name}) <> 0" for name in sums)
    positions = ", ".join(str(position + 1) for position in range(len(week.key)))
    return (
        f"DELETE FROM {week.table} WHERE week >= %(start)s AND week < %(end)s AND {rollup.part}",
        f"INSERT INTO {week.table} (week, {', '.join([*keys, *sums])}) "
        f"SELECT date_trunc('week', day)::date, {', '.join(keys)}, {summed} FROM {rollup.table} "
        f"WHERE day >= %(start)s AND day < %(end)s AND {rollup.part} "
        f"GROUP BY {positions} HAVING {anything} ORDER BY {positions}",
    )


STATEMENTS = [statement for rollup in (*BOTH_WAYS, OF_RUNS) for statement in fold(rollup)]


def fold_weeks(now: dt.datetime) -> dt.date | None:
    """Fold what is over at `now` (aware) of the next week; gives the day up to which, None without any.

    One transaction that settling waits for. Repeating it changes nothing.
    """
    with settling_connection() as connection, connection.transaction():
        calendar = held_calendar(connection)
        if calendar is None:
            return None
        last = now.astimezone(ZoneInfo(calendar.zone)).date() - PATIENCE
        if last <= calendar.folded_until:
            return None
        cursor = connection.cursor()
        end = min(last, _after_next(cursor, calendar) or last)
        fold_until(cursor, calendar, end)
        return end


def _after_next(cursor: psycopg.Cursor, calendar: Calendar) -> dt.date | None:
    """The end of the next week with spend; None when there is none."""
    row = cursor.execute(NEXT, [calendar.folded_until]).fetchone()
    return week_start(row[0]) + WEEK if row and row[0] else None


def fold_until(cursor: psycopg.Cursor, calendar: Calendar, end: dt.date) -> None:
    """Fold all days before `end`; the week that was folded in part is made anew."""
    start = week_start(calendar.folded_until)
    for statement in STATEMENTS:
        cursor.execute(statement.encode(), {"start": start, "end": end})
    cursor.execute(REMEMBER, [end])
