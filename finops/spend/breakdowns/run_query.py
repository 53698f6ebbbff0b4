"""The SQL of runs and latencies over their rollups; None for what no rollup tells, which a sample answers."""

from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.core.periods import Days
from finops.ledger.types import LatencyMeasure
from finops.spend import query as spend
from finops.spend import weekly
from finops.spend.dimensions import CUSTOMER, DIMENSIONS, USER
from finops.spend.query import Statement
from finops.spend.types import Filter

MODELS = "response_model"
MOST_VALUES = 50_000  # as many as a file holds
RUNS = "sum(d.runs)::bigint, sum(d.priced_runs)::bigint, sum(d.cost)"
DEAREST = f"GROUP BY 1 HAVING sum(d.runs) <> 0 ORDER BY sum(d.cost) DESC LIMIT {MOST_VALUES}"
OF_CUSTOMER = {CUSTOMER, "project"}
COLUMNS = {
    "journey": "journey", "environment": "environment", "project": "project_id", MODELS: "response_model",
}  # fmt: skip
TIMED = {  # what the histograms tell apart
    LatencyMeasure.RUN: {"journey", "environment", "project"},
    LatencyMeasure.CALL: {MODELS, "environment", "project"},
    LatencyMeasure.FIRST_TOKEN: {MODELS, "environment", "project"},
}


def runs(dimension: str, days: Days, filters: tuple[Filter, ...]) -> Statement | None:
    """Per value: runs, those with a cost, and their cost in USD."""
    used = _used(dimension, filters)
    if USER in used or _counts_runs_twice(dimension, filters):
        return None
    if CUSTOMER in used:
        return _runs_of_customers(dimension, days, filters) if used <= OF_CUSTOMER else None
    by_model = "IS NOT NULL" if MODELS in used else "IS NULL"
    where = spend.conditions(filters, None)
    sql = f"""
        SELECT {DIMENSIONS[dimension].sql}, {RUNS}
        FROM run_daily d LEFT JOIN accounts_project p ON p.id = d.project_id
        WHERE d.day >= %s AND d.day < %s AND d.response_model {by_model} AND {where.sql}
        {DEAREST}"""
    return Statement(sql, [days.start, days.end, *where.parameters])


def latencies(
    dimension: str, measure: LatencyMeasure, days: Days, filters: tuple[Filter, ...]
) -> Statement | None:
    """Per value: the buckets of a histogram, ascending, and what each holds; failed calls are left out."""
    used = _used(dimension, filters)
    if not used <= TIMED[measure]:
        return None
    # A histogram has thousands of rows: only what is needed of each is read, and added up as floats.
    columns = [*sorted(COLUMNS[name] for name in used), "bucket", "observations"]
    well = f"measure = {int(measure)}{'' if measure is LatencyMeasure.RUN else ' AND NOT failed'}"
    where, folded_until = spend.conditions(filters, None), accounts.organisation().folded_until
    today = timezone.localdate()
    read = weekly.rows("latency_daily", columns, days, folded_until=folded_until, today=today, where=well)
    project = "LEFT JOIN accounts_project p ON p.id = d.project_id" if "project" in used else ""
    sql = f"""
        WITH bucket AS (
            SELECT {DIMENSIONS[dimension].sql} AS value, d.bucket,
                   sum(d.observations::float8)::bigint AS observations
            FROM ({read.sql}) d {project}
            WHERE {where.sql}
            GROUP BY 1, 2 HAVING sum(d.observations::float8) <> 0
        )
        SELECT value, array_agg(bucket ORDER BY bucket), array_agg(observations ORDER BY bucket)
        FROM bucket GROUP BY 1"""
    return Statement(sql, [*read.parameters, *where.parameters])


def _used(dimension: str, filters: tuple[Filter, ...]) -> set[str]:
    return {dimension, *(wanted.dimension for wanted in filters)}


def _counts_runs_twice(dimension: str, filters: tuple[Filter, ...]) -> bool:
    """A run that called two models is one run, but has a row for each."""
    models = [wanted for wanted in filters if wanted.dimension == MODELS]
    return dimension != MODELS and any(wanted.missing or len(wanted.values) > 1 for wanted in models)


def _runs_of_customers(dimension: str, days: Days, filters: tuple[Filter, ...]) -> Statement:
    where = spend.conditions(filters, None)
    sql = f"""
        SELECT {DIMENSIONS[dimension].sql}, {RUNS}
        FROM customer_run_daily d
        CROSS JOIN LATERAL (SELECT d.customer) f
        LEFT JOIN accounts_project p ON p.id = d.project_id
        WHERE d.day >= %s AND d.day < %s AND {where.sql}
        {DEAREST}"""
    return Statement(sql, [days.start, days.end, *where.parameters])
