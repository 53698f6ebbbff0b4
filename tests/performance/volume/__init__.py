"""Months of spend for measuring: a database filled straight by SQL, the same every time.

`python -m tests.performance.volume` fills the instance of SPANLEDGER_HOME; what it held is forgotten.
The rollups are derived by the product's own SQL. Spans are stored only of the traces that are opened: the
list reads no others.
"""

import datetime as dt
import time
from pathlib import Path
from typing import Any

import psycopg

from finops.core.db.partitions import ensure_partitions
from finops.ledger.calendar import Calendar
from finops.ledger.folding import PATIENCE
from finops.ledger.rollup_sql import added
from finops.ledger.run_rollup_sql import STORED
from tests.performance import database

TRACES = 1_500_000  # of about 10 million spans and a million charges
DAYS = 90
OPENED = 60  # traces with spans, the first of them with 10,000
LARGE_TRACE = "SELECT project_id, trace_id FROM trace ORDER BY span_count DESC LIMIT 1"
STEPS = sorted(Path(__file__).parent.glob("*.sql"))


def fill(url: str, *, traces: int = TRACES, days: int = DAYS) -> None:
    """Replace whatever was ingested by the volume; takes a few minutes."""
    database.empty(url)
    end = dt.datetime.now(dt.UTC)
    wanted = {
        "traces": traces, "days": days, "end": end, "opened": OPENED,
        "refusals": 3000, "entries": 100_000, **Calendar(folded_until=end.date() - PATIENCE)._asdict(),
    }  # fmt: skip
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        ensure_partitions(connection, [end.date() - dt.timedelta(days=n) for n in range(-1, days + 1)])
        projects(connection)
        for step in STEPS:
            timed(connection, step.stem, step.read_text(), wanted)
        for facts, rollups in STORED:
            timed(
                connection, "facts", f"DROP TABLE IF EXISTS fact; CREATE TEMP TABLE fact AS {facts}", wanted
            )
            for rollup in rollups:
                timed(connection, rollup.table, added(rollup, "fact"), wanted)
        connection.execute("UPDATE accounts_organisation SET folded_until = %(folded_until)s", wanted)
        timed(connection, "analyze", "VACUUM ANALYZE", None)


def projects(connection: psycopg.Connection[Any]) -> None:
    """Three of them, however many there were."""
    connection.execute(
        "INSERT INTO accounts_project (name, pseudonym_key) SELECT 'project ' || n, 'key'::bytea"
        " FROM generate_series(2, 3) AS n ON CONFLICT (name) DO NOTHING"
    )


def timed(connection: psycopg.Connection[Any], name: str, sql: str, wanted: Any) -> None:
    """Run one step and say how long it took."""
    begin = time.monotonic()
    connection.execute(sql, wanted)
    print(f"{name:<24}{time.monotonic() - begin:>8.1f} s", flush=True)
