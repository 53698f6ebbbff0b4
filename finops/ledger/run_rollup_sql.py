"""The SQL of the rollups of runs: what a trace adds to them.

A run is a trace that called a model, in vain perhaps.
"""

from finops.ledger.objectives.counting_sql import counted, run_events
from finops.ledger.rollup_sql import DAY, DAY_OF_PROJECT, ROLLUPS, Rollup, all_added, facts, latency, weekly
from finops.ledger.types import LatencyMeasure

RUN = "(call_count > 0 OR uncounted_count > 0)"
MEASURES = {
    "runs": "1",
    "failed_runs": "(error_count > 0)::int",
    "priced_runs": "(unpriced_count < call_count OR call_count = 0)::int",
    "cost": "cost",
}
COLUMNS = (
    "start_time", "duration_ns", "project_id", "environment", "service", "team", "journey", "customer",
    "error_count", "call_count", "uncounted_count", "unpriced_count", "cost", "models",
)  # fmt: skip
DIMENSIONS = ("project_id", "environment", "service", "team", "journey", "response_model")
KEY = {"day": DAY, **{name: name for name in DIMENSIONS}}
SUMS = {name: name for name in MEASURES}
WHOLE = "response_model IS NULL"  # each run once, whatever it called
OF_RUNS = latency(LatencyMeasure.RUN, "journey", "duration_ns", WHOLE, "runs")
RUN_ROLLUPS = (
    Rollup("run_daily", KEY, sums=SUMS),
    Rollup("customer_run_daily", {**DAY_OF_PROJECT, "customer": "customer"}, WHOLE, SUMS),
    OF_RUNS,
    weekly(OF_RUNS),
)


def run_facts(source: str, *, sign: str = "") -> str:
    """A SELECT of what the traces of `source` add to the rollups: the run itself, and once for each model."""
    sums = ", ".join(f"{sign}({expression}) AS {name}" for name, expression in MEASURES.items())
    return f"""
        SELECT start_time AS time, duration_ns, project_id, environment, service, team, journey,
               model.name AS response_model, customer, error_count > 0 AS failed,
               unpriced_count > 0 AS unpriced, {sums}
        FROM {source} AS t
        CROSS JOIN LATERAL (SELECT NULL::text UNION ALL SELECT unnest(t.models)) AS model (name)
        WHERE {RUN}"""


# Every rollup, with all that is stored of what it is made of.
STORED = ((facts("charge"), ROLLUPS), (run_facts("trace"), RUN_ROLLUPS))


def apply_runs(sums: str, change: str) -> str:
    """Write summaries of traces and their exact difference into the rollups of runs and the events of SLOs.

    `change` writes them, with the charges' `sums` at hand, and knows the table as `t`. Parameters: those
    of both and of the calendar.
    """
    returned = ", ".join(f"{side}.{name} AS {side}_{name}" for side in ("old", "new") for name in COLUMNS)
    old, new = (
        f"(SELECT {', '.join(f'{side}_{name} AS {name}' for name in COLUMNS)} FROM moved)"
        for side in ("old", "new")
    )
    return f"""
    WITH sums AS ({sums}),
    moved AS ({change} RETURNING {returned}),
    differences AS MATERIALIZED ({run_facts(old, sign="-")} UNION ALL {run_facts(new)}),
    {all_added(RUN_ROLLUPS, "differences")},
    {counted(run_events("differences"))}
    SELECT count(*) FROM moved"""
