"""The SQL of runs and latencies over their rollups; None for what no rollup tells, which a sample answers."""

from finops.core.periods import Days
from finops.ledger.types import LatencyMeasure
from finops.spend import query as spend
from finops.spend.dimensions import CUSTOMER, DIMENSIONS, USER
from finops.spend.query import Statement
from finops.spend.types import Filter

MODELS = "response_model"
MOST_VALUES = 5000
COLUMNS = "day, project_id, environment, service, team, journey, response_model"
SUMS = ("runs", "priced_runs", "cost")


def runs(dimension: str, days: Days, filters: tuple[Filter, ...]) -> Statement | None:
    """Per value: runs, those with a cost, and their cost in USD."""
    used = _used(dimension, filters)
    if USER in used or _counts_runs_twice(dimension, filters):
        return None
    facts = _runs(days, by_customer=CUSTOMER in used)
    by_model = "IS NOT NULL" if MODELS in used else "IS NULL"
    where = spend.conditions(filters, None)
    sql = f"""
        SELECT {DIMENSIONS[dimension].sql}, sum(f.runs)::bigint, sum(f.priced_runs)::bigint, sum(f.cost)
        FROM ({facts.sql}) f
        CROSS JOIN LATERAL (
            SELECT f.project_id, f.environment, f.service, f.team, f.journey, f.response_model
        ) d
        LEFT JOIN accounts_project p ON p.id = d.project_id
        WHERE f.response_model {by_model} AND {where.sql}
        GROUP BY 1 HAVING sum(f.runs) <> 0 ORDER BY sum(f.cost) DESC LIMIT {MOST_VALUES}"""
    return Statement(sql, [*facts.parameters, *where.parameters])


def latencies(
    dimension: str, measure: LatencyMeasure, days: Days, filters: tuple[Filter, ...]
) -> Statement | None:
    """Per value: the buckets of a histogram, ascending, and what each holds; failed calls are left out."""
    used = _used(dimension, filters)
    if used & {CUSTOMER, USER} or (measure is LatencyMeasure.RUN and MODELS in used):
        return None
    well = "true" if measure is LatencyMeasure.RUN else "NOT d.failed"
    where = spend.conditions(filters, None)
    sql = f"""
        WITH bucket AS (
            SELECT {DIMENSIONS[dimension].sql} AS value, d.bucket, sum(d.observations)::bigint AS observations
            FROM latency_daily d LEFT JOIN accounts_project p ON p.id = d.project_id
            WHERE d.day >= %s AND d.day < %s AND d.measure = %s AND {well} AND {where.sql}
            GROUP BY 1, 2 HAVING sum(d.observations) <> 0
        )
        SELECT value, array_agg(bucket ORDER BY bucket), array_agg(observations ORDER BY bucket)
        FROM bucket GROUP BY 1"""
    return Statement(sql, [days.start, days.end, int(measure), *where.parameters])


def _used(dimension: str, filters: tuple[Filter, ...]) -> set[str]:
    return {dimension, *(wanted.dimension for wanted in filters)}


def _counts_runs_twice(dimension: str, filters: tuple[Filter, ...]) -> bool:
    """A run that called two models is one run, but has a row for each."""
    models = [wanted for wanted in filters if wanted.dimension == MODELS]
    return dimension != MODELS and any(wanted.missing or len(wanted.values) > 1 for wanted in models)


def _runs(days: Days, *, by_customer: bool) -> Statement:
    between, columns = "WHERE day >= %s AND day < %s", f"{COLUMNS}, {', '.join(SUMS)}"
    daily = f"SELECT {columns}, NULL::text AS customer FROM run_daily {between}"
    if not by_customer:
        return Statement(daily, [days.start, days.end])
    named = f"SELECT {columns}, customer FROM customer_run_daily {between}"
    # What belongs to nobody is everything less what belongs to somebody, exactly.
    negative = ", ".join(f"-{name}" for name in SUMS)
    less = f"SELECT {COLUMNS}, {negative}, NULL FROM customer_run_daily {between}"
    return Statement(f"{daily} UNION ALL {named} UNION ALL {less}", [days.start, days.end] * 3)
