"""Rollups against the sums of their charges and traces, in SQL, to the last digit."""

import datetime as dt
from collections.abc import Iterator

from finops.ledger.calendar import Calendar
from finops.ledger.rollup_sql import DAY, Rollup, summed
from finops.ledger.run_rollup_sql import STORED
from finops.ledger.settling.closure import Connection
from finops.ledger.verification.difference import Difference, compare


def rollup_differences(
    connection: Connection, since: dt.datetime, calendar: Calendar
) -> Iterator[Difference]:
    """Every rollup row, from the day or week of `since` on, that is not the sum of what belongs to it."""
    for source, rollups in STORED:
        for rollup in rollups:
            with connection.cursor(f"verify_{rollup.table}") as cursor:
                cursor.execute(_statement(rollup, source), {"since": since, **calendar._asdict()})
                for row in cursor:
                    yield from _differences(rollup, row)


def _differences(rollup: Rollup, row: tuple[object, ...]) -> list[Difference]:
    names, width = list(rollup.sums), len(rollup.key)
    keys = dict(zip(rollup.key, row, strict=False))
    stored = dict(zip(names, row[width : width + len(names)], strict=True))
    expected = dict(zip(names, row[width + len(names) :], strict=True))
    place = ", ".join(f"{name} {value}" for name, value in keys.items() if value is not None)
    return compare(f"{rollup.table} {place}", stored, expected)


def _statement(rollup: Rollup, source: str) -> str:
    """Rows whose stored and recomputed sums differ; a missing row is one of zeros."""
    time = next(iter(rollup.key))
    # A week is only known when all of its days are.
    first_day = f"date_trunc('{'week' if time == 'week' else 'day'}', %(since)s AT TIME ZONE %(zone)s)"
    begins = f"({first_day} AT TIME ZONE %(zone)s)" if time == "bucket" else f"{first_day}::date"
    since = f"(SELECT * FROM ({source}) AS f WHERE {DAY} >= {first_day}::date) AS f"
    keys, sums = ", ".join(rollup.key), list(rollup.sums)
    zeros = ", ".join("0" for _ in sums)
    halves = [f"sum({side}_{name})" for side in ("stored", "expected") for name in sums]
    names = [f"{side}_{name}" for side in ("stored", "expected") for name in sums]
    return f"""
    SELECT {keys}, {", ".join(halves)}
    FROM (
        SELECT {keys}, {", ".join(sums)}, {zeros}
        FROM {rollup.table} WHERE {time} >= {begins} AND {rollup.part}
        UNION ALL
        SELECT {keys}, {zeros}, {", ".join(sums)} FROM ({summed(rollup, since)}) AS expected
    ) AS both_sides ({keys}, {", ".join(names)})
    GROUP BY {keys}
    HAVING ({", ".join(halves[: len(sums)])}) IS DISTINCT FROM ({", ".join(halves[len(sums) :])})"""
