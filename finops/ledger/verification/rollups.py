"""Rollups against the sums of their charges, in SQL, to the last digit."""

import datetime as dt
from collections.abc import Iterator

from finops.ledger.rollup_sql import DAY, MEASURES, ROLLUPS, Rollup, facts, summed
from finops.ledger.settling.closure import Connection
from finops.ledger.verification.difference import Difference, compare


def rollup_differences(connection: Connection, since: dt.datetime, zone: str) -> Iterator[Difference]:
    """Every rollup row, from the day of `since` on, that is not the sum of its charges."""
    for rollup in ROLLUPS:
        with connection.cursor(f"verify_{rollup.table}") as cursor:
            cursor.execute(_statement(rollup), {"since": since, "zone": zone})
            for row in cursor:
                keys = dict(zip(rollup.key, row, strict=False))
                values = row[len(rollup.key) :]
                names = list(MEASURES)
                stored = dict(zip(names, values[: len(names)], strict=True))
                expected = dict(zip(names, values[len(names) :], strict=True))
                place = f"{rollup.table} " + ", ".join(f"{name} {value}" for name, value in keys.items())
                yield from compare(place, stored, expected)


def _statement(rollup: Rollup) -> str:
    """Rows whose stored and recomputed sums differ; a missing row is one of zeros."""
    first_day = "(%(since)s AT TIME ZONE %(zone)s)::date"
    time = next(iter(rollup.key))
    begins = first_day if time == "day" else f"({first_day}::timestamp AT TIME ZONE %(zone)s)"
    source = f"(SELECT * FROM ({facts('charge')}) AS f WHERE {DAY} >= {first_day}) AS f"
    expected = summed(rollup, source)
    keys = ", ".join(rollup.key)
    sums = [f"coalesce({side}.{name}, 0)" for side in ("stored", "expected") for name in MEASURES]
    half = len(MEASURES)
    return f"""
    WITH expected AS ({expected}), stored AS (SELECT * FROM {rollup.table} WHERE {time} >= {begins})
    SELECT {keys}, {", ".join(sums)}
    FROM stored FULL JOIN expected USING ({keys})
    WHERE ({", ".join(sums[:half])}) IS DISTINCT FROM ({", ".join(sums[half:])})"""
