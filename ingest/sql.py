"""The statements of the writer, in the order it runs them."""

from typing import NamedTuple

from ingest.log_rows import LOG_COLUMNS
from ingest.metric_rows import POINT_COLUMNS
from ingest.rows import CHARGE_COLUMNS, SPAN_COLUMNS


def copy(table: str, columns: tuple[str, ...]) -> str:
    """COPY rows straight into a table."""
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN BINARY"


ORIGIN = """
INSERT INTO origin (project_id, origin_id, layer, service, scope_name, scope_version, schema_url,
                    dialect, attributes, dims)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""

BATCH = """
INSERT INTO batch (project_id, signal, request_count, item_count, stored_count, rejected_count,
                   charge_count, byte_count, min_time, max_time, trace_ids)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

REJECTION = """
INSERT INTO rejection (project_id, signal, reason, service, item_count, example)
VALUES (%s, %s, %s, %s, %s, %s)
"""

SERIES = """
INSERT INTO metric_series AS s (project_id, series_id, origin_id, meter_id, kind, temporality, is_monotonic,
                           name, unit, description, attributes, dims)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (project_id, series_id) DO UPDATE SET last_seen = excluded.last_seen
WHERE s.last_seen < excluded.last_seen
"""

VALUE = """
INSERT INTO dimension_value AS v (project_id, dimension, value, last_seen)
VALUES (%s, %s, %s, (now() AT TIME ZONE 'UTC')::date)
ON CONFLICT (project_id, dimension, value) DO UPDATE SET last_seen = excluded.last_seen
WHERE v.last_seen < excluded.last_seen
"""

CALL = """
INSERT INTO metered_call (project_id, trace_id, hour) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""


class Table(NamedTuple):
    """A table that rows are copied into, and the slower path into it, taken when some are there already."""

    name: str  # of the member of `Row`
    copy: str
    stage: str
    copy_stage: str
    insert_new: str  # gives the number of new rows of each project
    drop_stage: str


def _table(name: str, table: str, columns: tuple[str, ...], key: str) -> Table:
    names = ", ".join(columns)
    return Table(
        name,
        copy(table, columns),
        f"CREATE TEMP TABLE {table}_stage ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA",
        copy(f"{table}_stage", columns),
        # In key order, so that writers cannot deadlock.
        f"""
        WITH added AS (
            INSERT INTO {table} ({names}) SELECT {names} FROM {table}_stage ORDER BY {key}
            ON CONFLICT DO NOTHING RETURNING project_id
        )
        SELECT project_id, count(*) FROM added GROUP BY project_id
        """,
        f"DROP TABLE {table}_stage",
    )


TABLES = (
    _table("span", "span", SPAN_COLUMNS, "project_id, trace_id, span_id, start_time, fingerprint"),
    _table("charge", "charge", CHARGE_COLUMNS, "project_id, trace_id, span_id, time, fingerprint, line"),
    _table("log", "log_record", LOG_COLUMNS, "project_id, time, fingerprint"),
    _table("point", "metric_point", POINT_COLUMNS, "project_id, series_id, time, start_time"),
)
