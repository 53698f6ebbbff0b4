"""The SQL of runs and first tokens that no rollup tells: the newest calls of each dimension set."""

from finops.core.periods import Days, Instants
from finops.spend import query as spend
from finops.spend.query import Statement
from finops.spend.types import Filter, SpendQuery

MOST_CALLS = 4_000
CALLS = "f.counted AND f.line = 0 AND NOT f.is_error"


def _newest(days: Days, filters: tuple[Filter, ...]) -> Statement:
    slices = spend.slices(SpendQuery(days, filters=filters))
    sql = f"""
        slice AS MATERIALIZED (
            SELECT dimension_set_id, sum(amount) AS amount, sum(sum(amount)) OVER () AS whole
            FROM ({slices.sql}) AS found GROUP BY 1 HAVING sum(amount) > 0
        )"""
    return Statement(sql, slices.parameters)


def first_tokens(days: Days, time: Instants, filters: tuple[Filter, ...]) -> Statement:
    """One row: ascending times to the first token of the newest calls, and how many calls there are."""
    newest = _newest(days, filters)
    sql = f"""
        WITH {newest.sql}
        SELECT array_agg(f.ttft_ns ORDER BY f.ttft_ns) FILTER (WHERE f.ttft_ns IS NOT NULL),
               coalesce(min(s.whole), 0)::bigint
        FROM slice AS s
        CROSS JOIN LATERAL (
            SELECT f.ttft_ns FROM charge AS f
            WHERE f.dimension_set_id = s.dimension_set_id AND f.time >= %s AND f.time < %s AND {CALLS}
            ORDER BY f.time DESC LIMIT ceil(s.amount * least(1, %s / s.whole))
        ) AS f"""
    return Statement(sql, [*newest.parameters, *time, MOST_CALLS])


def runs(days: Days, time: Instants, filters: tuple[Filter, ...]) -> Statement:
    """One row: the runs that the newest calls belong to, their sums and ascending durations, the times to the
    first token of those calls, how many such calls there are and how many were looked at."""
    newest = _newest(days, filters)
    sql = f"""
        WITH {newest.sql},
        used AS MATERIALIZED (
            SELECT f.project_id, f.trace_id, f.ttft_ns, s.whole
            FROM slice AS s
            CROSS JOIN LATERAL (
                SELECT f.project_id, f.trace_id, f.ttft_ns FROM charge AS f
                WHERE f.dimension_set_id = s.dimension_set_id AND f.time >= %s AND f.time < %s AND {CALLS}
                ORDER BY f.time DESC LIMIT ceil(s.amount * least(1, %s / s.whole))
            ) AS f
        )
        SELECT count(*), count(*) FILTER (WHERE t.error_count > 0), coalesce(sum(t.call_count), 0)::bigint,
               sum(t.input_tokens + t.output_tokens)::bigint, coalesce(sum(t.cost), 0),
               coalesce(sum(t.unpriced_count), 0)::bigint,
               coalesce(array_agg(t.duration_ns ORDER BY t.duration_ns), '{{}}'),
               (SELECT array_agg(ttft_ns ORDER BY ttft_ns) FROM used WHERE ttft_ns IS NOT NULL),
               (SELECT coalesce(min(whole), 0)::bigint FROM used), (SELECT count(*) FROM used)
        FROM (SELECT DISTINCT project_id, trace_id FROM used) AS one
        JOIN trace AS t USING (project_id, trace_id)"""
    return Statement(sql, [*newest.parameters, *time, MOST_CALLS])
