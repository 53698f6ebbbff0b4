"""The SQL of what no rollup tells: runs and latencies, from a bounded number of traces or charges."""

from finops.core.periods import Days, Instants
from finops.spend import query as spend
from finops.spend.dimensions import CUSTOMER, USER
from finops.spend.query import Statement
from finops.spend.types import Filter, SpendQuery

MOST_RUNS, MOST_CALLS = 20_000, 10_000
MODELS = "response_model"
COLUMNS = {
    "team": "t.team",
    "journey": "t.journey",
    "service": "t.service",
    "environment": "t.environment",
    "customer": "t.customer",
    "user": "t.end_user",
    "project": "t.project",
    MODELS: "t.models",
}
# A run called a model at least once, in vain perhaps; other traces never reach the ledger.
RUN = "(t.call_count > 0 OR t.uncounted_count > 0)"
RECENT = """
    SELECT t.trace_id, t.project_id, t.start_time, t.duration_ns, t.cost, t.call_count, t.uncounted_count,
           t.unpriced_count, t.error_count, t.name, t.service, t.environment, t.team, t.journey, t.customer,
           t.end_user, t.models, p.name AS project
    FROM accounts_project p
    CROSS JOIN LATERAL (
        SELECT * FROM trace
        WHERE project_id = p.id AND start_time >= %s AND start_time < %s
        ORDER BY start_time DESC LIMIT %s
    ) t
    ORDER BY t.start_time DESC LIMIT %s"""


def runs(dimension: str, time: Instants, filters: tuple[Filter, ...]) -> Statement:
    """Per value: runs, those with a cost, their cost, ascending durations; and how many traces were read."""
    where = _conditions(filters)
    several = dimension == MODELS
    join = "LEFT JOIN LATERAL unnest(t.models) AS model(name) ON true" if several else ""
    sql = f"""
        WITH recent AS MATERIALIZED ({RECENT})
        SELECT {"model.name" if several else COLUMNS[dimension]}, count(*),
               count(*) FILTER (WHERE t.unpriced_count < t.call_count OR t.call_count = 0), sum(t.cost),
               array_agg(t.duration_ns ORDER BY t.duration_ns), (SELECT count(*) FROM recent)
        FROM recent t {join}
        WHERE {RUN} AND {where.sql} GROUP BY 1"""
    return Statement(sql, [*time, MOST_RUNS, MOST_RUNS, *where.parameters])


def calls(days: Days, time: Instants, filters: tuple[Filter, ...]) -> Statement:
    """Per model: ascending durations of its newest calls, from each dimension set its part; and all calls."""
    slices = spend.slices(SpendQuery(days, filters=filters))
    own = spend.conditions(tuple(wanted for wanted in filters if wanted.dimension in (CUSTOMER, USER)), None)
    sql = f"""
        WITH slice AS MATERIALIZED (
            SELECT dimension_set_id, sum(amount) AS amount, sum(sum(amount)) OVER () AS whole
            FROM ({slices.sql}) found GROUP BY 1 HAVING sum(amount) > 0
        )
        SELECT d.response_model, array_agg(f.duration_ns ORDER BY f.duration_ns), min(s.whole)::bigint
        FROM slice s
        JOIN dimension_set d ON d.id = s.dimension_set_id
        CROSS JOIN LATERAL (
            SELECT f.duration_ns FROM charge f
            WHERE f.dimension_set_id = s.dimension_set_id AND f.time >= %s AND f.time < %s
              AND f.counted AND NOT f.is_error AND f.line = 0 AND {own.sql}
            ORDER BY f.time DESC LIMIT ceil(s.amount * least(1, %s / s.whole))
        ) f
        GROUP BY 1"""
    return Statement(sql, [*slices.parameters, *time, *own.parameters, MOST_CALLS])


def top_runs(time: Instants, filters: tuple[Filter, ...], *, limit: int) -> Statement:
    """The dearest and the longest runs among the newest traces, each at most once."""
    where = _conditions(filters)
    sql = f"""
        WITH recent AS MATERIALIZED ({RECENT}), ranked AS (
            SELECT t.*, rank() OVER (ORDER BY t.cost DESC, t.start_time DESC, t.trace_id) AS by_cost,
                   rank() OVER (ORDER BY t.duration_ns DESC, t.start_time DESC, t.trace_id) AS by_duration
            FROM recent t WHERE {RUN} AND {where.sql}
        )
        SELECT project_id, trace_id, name, start_time, duration_ns,
               CASE WHEN unpriced_count >= call_count AND call_count > 0 THEN NULL ELSE cost END,
               error_count, by_cost, by_duration
        FROM ranked WHERE by_cost <= %s OR by_duration <= %s"""
    return Statement(sql, [*time, MOST_RUNS, MOST_RUNS, *where.parameters, limit, limit])


def _conditions(filters: tuple[Filter, ...]) -> Statement:
    parts, parameters = ["true"], list[list[str]]()
    for wanted in filters:
        column = COLUMNS[wanted.dimension]
        several = wanted.dimension == MODELS
        missing = (f"{column} = '{{}}'" if several else f"{column} IS NULL") if wanted.missing else "false"
        found = f"{column} && %s::text[]" if several else f"{column} = ANY(%s)"
        parts.append(f"({found} OR {missing})" if wanted.values else f"({missing})")
        parameters += [list(wanted.values)] if wanted.values else []
    return Statement(" AND ".join(parts), parameters)
