"""Detail goes when it is old enough: log records and points of metrics, a UTC day at a time."""

import datetime as dt
from typing import Any

import psycopg
from psycopg import sql

LOGS, POINTS = "log_record", "metric_point"
PARTITIONS = """
SELECT inhrelid::regclass::text FROM pg_inherits
WHERE inhparent = %s::regclass AND NOT inhdetachpending ORDER BY 1"""
LOCK_TIMEOUT = "SET lock_timeout = '5s'"  # who writes must not wait for long; the next hour tries again
KEEP_METERED = """
INSERT INTO metered_point (project_id, series_id, time, start_time, value)
SELECT p.project_id, p.series_id, p.time, p.start_time, p.value
FROM {} p JOIN metric_series s USING (project_id, series_id)
WHERE s.meter_id IS NOT NULL AND p.value IS NOT NULL
ON CONFLICT DO NOTHING"""
SILENT_SERIES = """
DELETE FROM metric_series WHERE last_seen < %s AND meter_id IS NULL"""
A_DAY = dt.timedelta(days=1)
Connection = psycopg.Connection[Any]


def drop_old_logs(connection: Connection, now: dt.datetime, days: int) -> list[str]:
    """Drop the UTC days of log records that ended more than `days` ago; gives their tables.

    `connection` must be in autocommit. Raises psycopg.errors.LockNotAvailable when others hold a day.
    """
    found = _older(connection, LOGS, _last_day(now, days))
    for name in found:
        _detach(connection, LOGS, name)
        _drop(connection, name)
    return found


def drop_old_points(connection: Connection, now: dt.datetime, days: int) -> list[str]:
    """The same for points of metrics; points that charges were made of are put aside, for good.

    Series that nobody has sent since then go as well.
    """
    found = _older(connection, POINTS, _last_day(now, days))
    for name in found:
        _keep_metered(connection, name)
        _detach(connection, POINTS, name)
        _keep_metered(connection, name)  # what came in between
        _drop(connection, name)
    # A point may lie a day ahead of the day on which its series was sent.
    connection.execute(SILENT_SERIES, [_last_day(now, days) - A_DAY])
    return found


def _last_day(now: dt.datetime, days: int) -> dt.date:
    return (now.astimezone(dt.UTC) - dt.timedelta(days=days)).date()


def _older(connection: Connection, table: str, day: dt.date) -> list[str]:
    limit = f"{table}_{day:%Y%m%d}"
    connection.execute(LOCK_TIMEOUT)
    return [name for (name,) in connection.execute(PARTITIONS, [table]).fetchall() if name < limit]


def _keep_metered(connection: Connection, name: str) -> None:
    connection.execute(sql.SQL(KEEP_METERED).format(sql.Identifier(name)))


def _detach(connection: Connection, table: str, name: str) -> None:
    parent, child = sql.Identifier(table), sql.Identifier(name)
    connection.execute(sql.SQL("ALTER TABLE {} DETACH PARTITION {} CONCURRENTLY").format(parent, child))


def _drop(connection: Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(name)))
