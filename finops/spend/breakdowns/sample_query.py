"""The SQL of what no rollup tells: runs and latencies, from a bounded number of traces or charges."""

from finops.core.periods import Days, Instants
from finops.spend import query as spend
from finops.spend.dimensions import CUSTOMER, USER
from finops.spend.query import Statement
from finops.spend.types import Filter, SpendQuery

MOST_RUNS, MOST_CALLS = 20_000, 10_000
MOST_OF_VALUES, MOST_WITHOUT = 8_000, 3_000  # traces of some values, traces of which some have none
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
COPIED = """t.trace_id, t.project_id, t.start_time, t.duration_ns, t.cost, t.call_count, t.uncounted_count,
    t.unpriced_count, t.error_count, t.name, t.service, t.environment, t.team, t.journey, t.customer,
    t.end_user, t.models"""
NEWEST = "start_time >= %s AND start_time < %s ORDER BY start_time DESC LIMIT %s"
# Columns with an index of their own: the newest traces of few values are found without reading others.
INDEXED = {CUSTOMER: "customer", USER: "end_user"}


def runs(dimension: str, time: Instants, filters: tuple[Filter, ...]) -> Statement:
    """Per value: runs, those with a cost, their cost, ascending durations; and whether these are all."""
    recent, where = _recent(time, filters, dimension), _conditions(filters)
    several = dimension == MODELS
    join = "LEFT JOIN LATERAL unnest(t.models) AS model(name) ON true" if several else ""
    sql = f"""
        WITH recent AS MATERIALIZED ({recent.sql})
        SELECT {"model.name" if several else COLUMNS[dimension]}, count(*),
               count(*) FILTER (WHERE t.unpriced_count < t.call_count OR t.call_count = 0), sum(t.cost),
               array_agg(t.duration_ns ORDER BY t.duration_ns),
               {"bool_and(t.complete)" if dimension in INDEXED else "(SELECT bool_and(complete) FROM recent)"}
        FROM recent t {join}
        WHERE {RUN} AND {where.sql} GROUP BY 1"""
    return Statement(sql, [*recent.parameters, *where.parameters])


def _recent(time: Instants, filters: tuple[Filter, ...], dimension: str = "") -> Statement:
    """The newest traces, and whether there are no others: of few values that an index finds, or of all."""
    for wanted in filters:
        # What has no value can be told beside those that have one, but not together with them.
        told = not wanted.missing or wanted.dimension == dimension
        if wanted.dimension in INDEXED and wanted.values and told:
            return _newest_of(wanted, time)
    return _newest(time, MOST_RUNS)


def _newest(time: Instants, limit: int) -> Statement:
    sql = f"""
        SELECT {COPIED}, p.name AS project, count(*) OVER () < %s AS complete
        FROM (SELECT {COPIED} FROM trace t WHERE {NEWEST}) t JOIN accounts_project p ON p.id = t.project_id"""
    return Statement(sql, [limit, *time, limit])


def _newest_of(wanted: Filter, time: Instants) -> Statement:
    """The newest traces of each wanted value, and of the newest of all those without one."""
    column = INDEXED[wanted.dimension]
    limit = max(MOST_OF_VALUES // len(wanted.values), 1)
    found = f"SELECT {COPIED} FROM trace t WHERE {column} = wanted.value AND {NEWEST}"
    sql = f"""
        SELECT {COPIED}, p.name AS project, t.read < %s AS complete
        FROM unnest(%s::text[]) AS wanted (value)
        CROSS JOIN LATERAL (SELECT t.*, count(*) OVER () AS read FROM ({found}) t) t
        JOIN accounts_project p ON p.id = t.project_id"""
    if not wanted.missing:
        return Statement(sql, [limit, list(wanted.values), *time, limit])
    all_of_them = _newest(time, MOST_WITHOUT)
    sql = f"{sql} UNION ALL SELECT * FROM ({all_of_them.sql}) t WHERE {column} IS NULL"
    return Statement(sql, [limit, list(wanted.values), *time, limit, *all_of_them.parameters])


def calls(days: Days, time: Instants, filters: tuple[Filter, ...]) -> Statement:
    """Per model: ascending durations and times to the first token of its newest calls; and how many all are.

    Each dimension set gives its part of them.
    """
    slices = spend.slices(SpendQuery(days, filters=filters))
    own = spend.conditions(tuple(wanted for wanted in filters if wanted.dimension in (CUSTOMER, USER)), None)
    sql = f"""
        WITH slice AS MATERIALIZED (
            SELECT dimension_set_id, sum(amount) AS amount, sum(sum(amount)) OVER () AS whole
            FROM ({slices.sql}) found GROUP BY 1 HAVING sum(amount) > 0
        )
        SELECT d.response_model, array_agg(f.duration_ns ORDER BY f.duration_ns),
               coalesce(array_agg(f.ttft_ns ORDER BY f.ttft_ns) FILTER (WHERE f.ttft_ns IS NOT NULL), '{{}}'),
               min(s.whole)::bigint
        FROM slice s
        JOIN dimension_set d ON d.id = s.dimension_set_id
        CROSS JOIN LATERAL (
            SELECT f.duration_ns, f.ttft_ns FROM charge f
            WHERE f.dimension_set_id = s.dimension_set_id AND f.time >= %s AND f.time < %s
              AND f.counted AND NOT f.is_error AND f.line = 0 AND {own.sql}
            ORDER BY f.time DESC LIMIT ceil(s.amount * least(1, %s / s.whole))
        ) f
        GROUP BY 1"""
    return Statement(sql, [*slices.parameters, *time, *own.parameters, MOST_CALLS])


def top_runs(time: Instants, filters: tuple[Filter, ...], *, limit: int) -> Statement:
    """The dearest and the longest runs among the newest traces, each at most once."""
    recent, where = _recent(time, filters), _conditions(filters)
    sql = f"""
        WITH recent AS MATERIALIZED ({recent.sql}), ranked AS (
            SELECT t.*, rank() OVER (ORDER BY t.cost DESC, t.start_time DESC, t.trace_id) AS by_cost,
                   rank() OVER (ORDER BY t.duration_ns DESC, t.start_time DESC, t.trace_id) AS by_duration
            FROM recent t WHERE {RUN} AND {where.sql}
        )
        SELECT project_id, trace_id, name, start_time, duration_ns,
               CASE WHEN unpriced_count >= call_count AND call_count > 0 THEN NULL ELSE cost END,
               error_count, by_cost, by_duration
        FROM ranked WHERE by_cost <= %s OR by_duration <= %s"""
    return Statement(sql, [*recent.parameters, *where.parameters, limit, limit])


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
