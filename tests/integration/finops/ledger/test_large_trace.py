"""One trace may be larger than any agent should make it: it settles, in bounded memory."""

import re
from pathlib import Path
from typing import Any

import psycopg

from finops.ledger.settling.worker import settle_all
from tests.factories.ledger import aggregate, call, plain, store_batch

SPANS = 50_000
MOST_MB = 200  # that settling may need on top of what the process has; it needs 120
# The one call of the trace, again and again under other ids.
MORE_SPANS = """
INSERT INTO span SELECT (jsonb_populate_record(span, jsonb_build_object(
    'span_id', number, 'fingerprint', number))).*
FROM span, generate_series(1, %s) number WHERE project_id = %s AND name = 'call'"""
MORE_CHARGES = """
INSERT INTO charge SELECT (jsonb_populate_record(charge, jsonb_build_object(
    'span_id', number, 'fingerprint', number))).*
FROM charge, generate_series(1, %s) number WHERE project_id = %s AND input_tokens = 7"""


def peak_mb() -> float:
    """The highest resident memory since it was last forgotten."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024 / 1e6


def test_50_000_calls_of_one_trace_settle_in_bounded_memory(
    database: psycopg.Connection[Any], project: int
) -> None:
    spans = [plain("root"), aggregate("agent", 8, 1, parent="root"), call("call", 7, 1, parent="agent")]
    store_batch(spans, project, database)
    more = SPANS - len(spans)
    database.execute(MORE_SPANS, [more, project])
    database.execute(MORE_CHARGES, [more, project])
    Path("/proc/self/clear_refs").write_text("5")
    before = peak_mb()
    assert not settle_all(database).failed
    assert peak_mb() - before < MOST_MB
    summary = "SELECT span_count, call_count, uncounted_count FROM trace WHERE project_id = %s"
    assert database.execute(summary, [project]).fetchall() == [(SPANS, more + 1, 1)]
