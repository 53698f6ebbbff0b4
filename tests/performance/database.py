"""The raw COPY that ingestion is compared with, and sizes, straight from Postgres."""

import re
import subprocess
import time
from pathlib import Path

import psycopg

from finops.runtime.postgres import binaries

TABLES = ("span", "charge")
ALL_TABLES = (
    "span, charge, origin, batch, rejection, trace, dimension_set,"
    " spend_quarter_hour, spend_daily, customer_daily, user_daily,"
    " spend_daily_coarse, customer_daily_coarse, user_daily_coarse,"
    " spend_weekly_coarse, customer_weekly_coarse, user_weekly_coarse, latency_weekly,"
    " run_daily, customer_run_daily, latency_daily, repricing"
)


def empty(url: str) -> None:
    """Forget everything that was ingested, and start from a quiet, checkpointed server."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {ALL_TABLES}")
        connection.execute("CHECKPOINT")


def count(url: str, table: str) -> int:
    """Rows of a table."""
    with psycopg.connect(url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(row[0]) if row else 0


def export(url: str, directory: Path) -> None:
    """Write the stored rows as text files, the form raw `\\copy` reads."""
    for table in TABLES:
        _psql(url, f"\\copy (SELECT * FROM {table}) TO '{directory / table}'")


def raw_copy_seconds(url: str, directory: Path) -> float:
    """Seconds that `psql \\copy` takes for the same rows into the same indexed tables, one commit."""
    commands = [f"\\copy {table} FROM '{directory / table}'" for table in TABLES]
    begin = time.perf_counter()
    _psql(url, "BEGIN", *commands, "COMMIT")
    return time.perf_counter() - begin


def bytes_per_row(url: str) -> dict[str, float]:
    """Disk per row of the partitioned tables, indexes and TOAST included."""
    with psycopg.connect(url) as connection:
        found = {}
        for table in TABLES:
            row = connection.execute(
                "SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
                " WHERE inhparent = %s::regclass",
                [table],
            ).fetchone()
            rows = count(url, table)
            found[table] = float(row[0]) / rows if row and rows else 0.0
        return found


def _psql(url: str, *commands: str) -> None:
    arguments = [part for command in commands for part in ("-c", command)]
    subprocess.run(
        [binaries() / "psql", url, "-q", "-X", "-v", "ON_ERROR_STOP=1", *arguments],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def settled_lag(url: str) -> tuple[int, float]:
    """Unsettled batches, and the age in seconds of the oldest."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(received_at)), 0)"
            " FROM batch WHERE settled_at IS NULL"
        ).fetchone()
        assert row is not None
        return int(row[0]), float(row[1])


def peak_memory_mib(pid: int) -> float:
    """The highest resident memory of a process so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0
