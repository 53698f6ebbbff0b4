"""What rollups by day and week are cut by: where days end, and which days are folded."""

import datetime as dt
from typing import Any, NamedTuple

import psycopg

from finops.core.periods import NO_WEEK

READ = "SELECT time_zone, folded_until FROM accounts_organisation"


class Calendar(NamedTuple):
    """The organisation's, by the names that the SQL of rollups knows."""

    zone: str = "UTC"
    folded_until: dt.date = NO_WEEK  # rollups by week hold what lies before this day


def read_calendar(connection: psycopg.Connection[Any]) -> Calendar:
    """The calendar as this transaction sees it."""
    return _calendar(connection, READ) or Calendar()


def shared_calendar(connection: psycopg.Connection[Any]) -> Calendar:
    """The calendar, which stays until what this transaction adds to days and weeks is committed."""
    return _calendar(connection, f"{READ} FOR SHARE") or Calendar()


def held_calendar(connection: psycopg.Connection[Any]) -> Calendar | None:
    """The calendar, once nobody adds to days and weeks any more; they wait for this transaction.

    None while there is no organisation.
    """
    return _calendar(connection, f"{READ} FOR UPDATE")


def _calendar(connection: psycopg.Connection[Any], statement: str) -> Calendar | None:
    row = connection.execute(statement.encode()).fetchone()
    return Calendar(*row) if row else None
