"""The statements of the writer, in the order it runs them."""

from ingest.rows import CHARGE_COLUMNS, SPAN_COLUMNS


def copy(table: str, columns: tuple[str, ...]) -> str:
    """COPY rows straight into a table."""
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN BINARY"


COPY_SPAN = copy("span", SPAN_COLUMNS)
COPY_CHARGE = copy("charge", CHARGE_COLUMNS)

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

# The slower path, taken when a group holds rows that are stored already.
STAGE = """
CREATE TEMP TABLE span_stage ON COMMIT DROP AS SELECT {span} FROM span WITH NO DATA;
CREATE TEMP TABLE charge_stage ON COMMIT DROP AS SELECT {charge} FROM charge WITH NO DATA
""".format(span=", ".join(SPAN_COLUMNS), charge=", ".join(CHARGE_COLUMNS))
COPY_SPAN_STAGE = copy("span_stage", SPAN_COLUMNS)
COPY_CHARGE_STAGE = copy("charge_stage", CHARGE_COLUMNS)


def _insert_new(table: str, columns: tuple[str, ...], order: str) -> str:
    """Insert the staged rows that are not there yet, in key order so that writers cannot deadlock."""
    names = ", ".join(columns)
    return f"""
    WITH added AS (
        INSERT INTO {table} ({names}) SELECT {names} FROM {table}_stage ORDER BY {order}
        ON CONFLICT DO NOTHING RETURNING project_id
    )
    SELECT project_id, count(*) FROM added GROUP BY project_id
    """


INSERT_NEW_SPANS = _insert_new("span", SPAN_COLUMNS, "project_id, trace_id, span_id, start_time, fingerprint")
INSERT_NEW_CHARGES = _insert_new(
    "charge", CHARGE_COLUMNS, "project_id, trace_id, span_id, time, fingerprint, line"
)
