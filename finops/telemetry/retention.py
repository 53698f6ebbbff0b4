"""Log records are detail: their days are dropped when they are old enough."""

import datetime as dt
from typing import Any

import psycopg
from psycopg import sql

LOGS = "log_record"
PARTITIONS = """
SELECT inhrelid::regclass::text FROM pg_inherits
WHERE inhparent = %s::regclass AND NOT inhdetachpending ORDER BY 1"""
LOCK_TIMEOUT = "SET lock_timeout = '5s'"  # who writes must not wait for long; the next day tries again


def drop_old_logs(connection: psycopg.Connection[Any], now: dt.datetime, days: int) -> list[str]:
    """Drop the UTC days of log records that ended more than `days` ago; gives their tables.

    `connection` must be in autocommit. Raises psycopg.errors.LockNotAvailable when others hold a day.
    """
    last = (now.astimezone(dt.UTC) - dt.timedelta(days=days)).date()
    limit = f"{LOGS}_{last:%Y%m%d}"
    found = [name for (name,) in connection.execute(PARTITIONS, [LOGS]).fetchall() if name < limit]
    connection.execute(LOCK_TIMEOUT)
    for name in found:
        parent, child = sql.Identifier(LOGS), sql.Identifier(name)
        connection.execute(sql.SQL("ALTER TABLE {} DETACH PARTITION {} CONCURRENTLY").format(parent, child))
        connection.execute(sql.SQL("DROP TABLE {}").format(child))
    return found
