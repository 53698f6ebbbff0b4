"""The SQL of what no rollup tells: runs and latencies, from a bounded number of traces or charges."""

from collections.abc import Mapping, Sequence

from finops.core.periods import Days, Instants
from finops.spend import query as spend
from finops.spend.dimensions import CUSTOMER, USER
from finops.spend.query import Statement
from finops.spend.types import Filter, SpendQuery

MOST_RUNS, MOST_CALLS = 20_000, 10_000
# Runs of some customers, and of each of these on average; traces of which some have none.
MOST_DURATIONS, DURATIONS_OF_ONE, MOST_WITHOUT = 8_000, 100, 4_000
TRACES_A_RUN = 4  # are read at most: others call no model
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
NEWEST = "start_time >= %s AND start_time < %s ORDER BY start_time DESC"
# Columns with an index of their own: the newest traces of few values are found without reading others.
INDEXED = {CUSTOMER: "customer", USER: "end_user"}


def runs(dimension: str, time: Instants, filters: tuple[Filter, ...]) -> Statement:
    """Per value: runs, those with a cost, their cost, ascending durations; and whether these are all."""
    recent, where = _recent(time, filters, told=True), _conditions(filters)
    several = dimension == MODELS
    join = "LEFT JOIN LATERAL unnest(t.models) AS model(name) ON true" if several else ""
    sql = f"""
        WITH recent AS MATERIALIZED ({recent.sql})
        SELECT {"model.name" if several else COLUMNS[dimension]}, count(*),
               count(*) FILTER (WHERE t.unpriced_count < t.call_count OR t.call_count = 0), sum(t.cost),
               array_agg(t.duration_ns ORDER BY t.duration_ns),
               (SELECT bool_and(complete) FROM recent)
        FROM recent t {join}
        WHERE {RUN} AND {where.sql} GROUP BY 1"""
    return Statement(sql, [*recent.parameters, *where.parameters])


def durations(limits: Mapping[str | None, int], time: Instants, filters: tuple[Filter, ...]) -> Statement:
    """Per customer: ascending durations of so many of its newest runs; of nobody, among the newest of all."""
    where, columns = _conditions(filters), "customer, project_id, duration_ns, call_count, uncounted_count"
    named = {value: limit for value, limit in limits.items() if value is not None}
    without = MOST_WITHOUT if None in limits else 0
    sql = f"""
        WITH run AS (
            SELECT t.* FROM unnest(%s::text[], %s::int[]) AS wanted (value, most)
            CROSS JOIN LATERAL (
                SELECT t.* FROM (
                    SELECT {columns} FROM trace
                    WHERE customer = wanted.value AND {NEWEST} LIMIT wanted.most * {TRACES_A_RUN}
                ) t WHERE {RUN} LIMIT wanted.most
            ) t
            UNION ALL
            SELECT t.* FROM (SELECT {columns} FROM trace WHERE {NEWEST} LIMIT %s) t
            WHERE t.customer IS NULL AND {RUN}
        )
        SELECT t.customer, array_agg(t.duration_ns ORDER BY t.duration_ns)
        FROM (SELECT run.*, p.name AS project FROM run JOIN accounts_project p ON p.id = run.project_id) t
        WHERE {where.sql} GROUP BY 1"""
    return Statement(sql, [[*named], [*named.values()], *time, *time, without, *where.parameters])


def _recent(time: Instants, filters: tuple[Filter, ...], *, told: bool = False) -> Statement:
    """The newest traces: of few values that an index finds, or of all; `told` whether there are no others."""
    for wanted in filters:
        if wanted.dimension in INDEXED and wanted.values and not wanted.missing:
            return _newest_of(INDEXED[wanted.dimension], wanted.values, time)
    return _newest(time, told)


def _newest(time: Instants, told: bool) -> Statement:
    # Counting them keeps all of them in memory.
    complete = ", count(*) OVER () < %s AS complete" if told else ""
    sql = f"""
        SELECT {COPIED}, p.name AS project{complete}
        FROM (SELECT {COPIED} FROM trace t WHERE {NEWEST} LIMIT %s) t
        JOIN accounts_project p ON p.id = t.project_id"""
    return Statement(sql, [*([MOST_RUNS] if told else []), *time, MOST_RUNS])


def _newest_of(column: str, values: Sequence[str], time: Instants) -> Statement:
    limit = max(MOST_RUNS // 2 // len(values), 1)
    found = f"SELECT {COPIED} FROM trace t WHERE {column} = wanted.value AND {NEWEST} LIMIT %s"
    sql = f"""
        SELECT {COPIED}, p.name AS project, t.read < %s AS complete
        FROM unnest(%s::text[]) AS wanted (value)
        CROSS JOIN LATERAL (SELECT t.*, count(*) OVER () AS read FROM ({found}) t) t
        JOIN accounts_project p ON p.id = t.project_id"""
    return Statement(sql, [limit, list(values), *time, limit])


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
        WITH ranked AS (
            SELECT t.*, rank() OVER (ORDER BY t.cost DESC, t.start_time DESC, t.trace_id) AS by_cost,
                   rank() OVER (ORDER BY t.duration_ns DESC, t.start_time DESC, t.trace_id) AS by_duration
            FROM ({recent.sql}) t WHERE {RUN} AND {where.sql}
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
