"""The one place that makes partitions: of `charge` by UTC month, of all else by UTC day.

There is no default partition: a row without a partition fails loudly, so writers make sure first.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import psycopg
from psycopg import sql

from finops.core.db import locks


class Bounds(NamedTuple):
    """One partition: its suffix, first day and the day after its last."""

    suffix: str
    start: dt.date
    end: dt.date


def day_bounds(day: dt.date) -> Bounds:
    """The partition of what is kept by day that holds this UTC day."""
    return Bounds(f"{day:%Y%m%d}", day, day + dt.timedelta(days=1))


def month_bounds(day: dt.date) -> Bounds:
    """The partition of `charge` that holds this UTC day."""
    start = day.replace(day=1)
    end = (start + dt.timedelta(days=32)).replace(day=1)
    return Bounds(f"{start:%Y%m}", start, end)


BOUNDS = {
    "span": day_bounds,
    "log_record": day_bounds,
    "metric_point": day_bounds,
    "charge": month_bounds,
}


def ensure_partitions(
    connection: psycopg.Connection, days: Iterable[dt.date], tables: Iterable[str] = ("span", "charge")
) -> None:
    """Create the missing partitions for these UTC days, each in a transaction of its own.

    A partition is made as a plain table and then attached, which does not block readers or writers
    of the parent. Safe to call from many processes at once. `connection` must be in autocommit.
    """
    days = set(days)
    for table in sorted(tables):
        for bounds in sorted({BOUNDS[table](day) for day in days}):
            _ensure(connection, table, bounds)


def _ensure(connection: psycopg.Connection, table: str, bounds: Bounds) -> None:
    name = f"{table}_{bounds.suffix}"
    if _exists(connection, name):
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s, 0)", [locks.PARTITIONS])
        if _exists(connection, name):
            return
        parent, child = sql.Identifier(table), sql.Identifier(name)
        connection.execute(
            sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)").format(
                child, parent
            )
        )
        connection.execute(
            sql.SQL("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})").format(
                parent, child, *(sql.Literal(f"{day} 00:00:00+00") for day in (bounds.start, bounds.end))
            )
        )


def _exists(connection: psycopg.Connection, name: str) -> bool:
    # Not to_regclass: it would answer from a cache that does not know what the lock's last holder made.
    row = connection.execute("SELECT EXISTS (SELECT FROM pg_class WHERE relname = %s)", [name]).fetchone()
    return bool(row and row[0])
