"""The builder of SQL over the list of traces.

Everything is read along the index (project, start time), newest first, and ends at a limit: a page, or
the sample that sorting by a measure, counting and percentiles are made of.
"""

from finops.core.parameters import HEX
from finops.spend.query import Statement
from finops.spend.types import Filter
from finops.traces.histogram import EDGES_NS
from finops.traces.types import Bound, Sort, TraceQuery, TraceRow

SORTED = 20_000  # newest matching traces of a project that are put in order by a measure
SAMPLE = 5_000  # newest matching traces that are counted and measured
MOST_VALUES = 5  # of each dimension that are counted
PROJECT = "coalesce(p.name, 'project ' || t.project_id)"
FILTERS = {
    "project": PROJECT,
    "service": "t.service",
    "journey": "t.journey",
    "team": "t.team",
    "customer": "t.customer",
    "environment": "t.environment",
    "user": "t.end_user",
    "session": "t.session",
    "model": "t.models",
}
FACETS = ("service", "journey", "team", "customer", "model")
MEASURES = {
    Sort.DURATION: "t.duration_ns::numeric",
    Sort.COST: "t.cost",
    Sort.TOKENS: "(t.input_tokens + t.output_tokens)::numeric",
}
UNITS = {Sort.DURATION: 1_000_000}  # people say milliseconds, the table keeps nanoseconds
COLUMNS = ", ".join(PROJECT if name == "project" else f"t.{name}" for name in TraceRow._fields)
NEWEST = ("t.start_time", "t.project_id", "t.trace_id")
FROM_TRACE = "FROM trace t LEFT JOIN accounts_project p ON p.id = t.project_id"
SEARCHED = "lower(concat_ws(' ', t.name, t.customer, t.end_user, t.session))"


def page(query: TraceQuery) -> Statement:
    """One row more than the page holds."""
    by_time = query.sort is Sort.TIME
    matching = _matching(query, query.limit + 1 if by_time else SORTED)
    order = NEWEST if by_time else (MEASURES[query.sort], *NEWEST)
    after, parameters = _after(query, order)
    sql = f"""
        SELECT {COLUMNS} FROM ({matching.sql}) t LEFT JOIN accounts_project p ON p.id = t.project_id
        WHERE {after} ORDER BY {", ".join(f"{name} DESC" for name in order)} LIMIT %s"""
    return Statement(sql, [*matching.parameters, *parameters, query.limit + 1])


def tallies(query: TraceQuery) -> Statement:
    """Counts, cost and percentiles of the newest matching traces, and how many share each value."""
    matching = _matching(query._replace(after=None), SAMPLE)
    facets = " UNION ALL ".join(f"({_facet(name)})" for name in FACETS)
    sql = f"""
        WITH t AS MATERIALIZED ({matching.sql} ORDER BY start_time DESC LIMIT {SAMPLE})
        SELECT 'traces', NULL, count(*), coalesce(sum(cost), 0) FROM t
        UNION ALL SELECT 'failed', NULL, count(*), NULL FROM t WHERE error_count > 0
        UNION ALL SELECT 'unpriced', NULL, count(*), NULL FROM t WHERE unpriced_count > 0
        UNION ALL
            SELECT 'percentile', share::text, 0, percentile_disc(share) WITHIN GROUP (ORDER BY duration_ns)
            FROM t, (VALUES (0.5), (0.95)) AS wanted (share) GROUP BY share
        UNION ALL
            SELECT 'bucket', width_bucket(duration_ns, %s::bigint[])::text, count(*), NULL FROM t GROUP BY 2
        UNION ALL {facets}"""
    return Statement(sql, [*matching.parameters, list(EDGES_NS)])


def _facet(name: str) -> str:
    source = "t, unnest(t.models) AS model" if name == "model" else "t"
    value = "model" if name == "model" else FILTERS[name]
    return f"""SELECT '{name}', {value}, count(*), NULL::numeric FROM {source}
               GROUP BY {value} ORDER BY count(*) DESC, {value} LIMIT {MOST_VALUES}"""


def _matching(query: TraceQuery, most: int) -> Statement:
    """The newest traces that match, up to `most` of each project the reader sees."""
    where, parameters = _conditions(query)
    projects = "SELECT id FROM accounts_project" if query.project_ids is None else "SELECT unnest(%s::int[])"
    allowed = [] if query.project_ids is None else [list(query.project_ids)]
    sql = f"""
        SELECT found.* FROM ({projects}) AS visible (id)
        CROSS JOIN LATERAL (
            SELECT t.* {FROM_TRACE} WHERE t.project_id = visible.id AND {where}
            ORDER BY t.start_time DESC, t.trace_id DESC LIMIT %s
        ) found"""
    return Statement(sql, [*allowed, *parameters, most])


def _after(query: TraceQuery, order: tuple[str, ...]) -> Statement:
    key = query.after
    if key is None:
        return Statement("true", [])
    amount = [] if query.sort is Sort.TIME else [key.amount or 0]
    marks = ", ".join(["%s"] * len(order))
    return Statement(
        f"({', '.join(order)}) < ({marks})", [*amount, key.start_time, key.project_id, key.trace_id]
    )


def _conditions(query: TraceQuery) -> Statement:
    if is_trace_id(query.text):
        return Statement("t.trace_id = %s::uuid", [query.text])
    parts = [_text(query.text)] if query.text else []
    if query.time is not None:
        parts.append(Statement("t.start_time >= %s AND t.start_time < %s", list(query.time)))
    if query.only_errors:
        parts.append(Statement("t.error_count > 0", []))
    if query.only_unpriced:
        parts.append(Statement("t.unpriced_count > 0", []))
    if query.after is not None and query.sort is Sort.TIME:
        parts.append(Statement("t.start_time <= %s", [query.after.start_time]))
        parts.append(_after(query, NEWEST))
    parts += [_filter(wanted) for wanted in query.filters]
    parts += [_bound(bound) for bound in query.bounds]
    sql = " AND ".join(["true", *(part.sql for part in parts)])
    return Statement(sql, [value for part in parts for value in part.parameters])


def _text(text: str) -> Statement:
    """Names and ids that hold the text; of a trace id its beginning."""
    named = Statement(f"strpos({SEARCHED}, lower(%s)) > 0", [text])
    digits = text.lower()
    if not 6 <= len(digits) < 32 or not HEX.fullmatch(digits):
        return named
    ids = [digits.ljust(32, "0"), digits.ljust(32, "f")]
    return Statement(f"({named.sql} OR t.trace_id BETWEEN %s::uuid AND %s::uuid)", [*named.parameters, *ids])


def _filter(wanted: Filter) -> Statement:
    expression, values = FILTERS[wanted.dimension], list(wanted.values)
    if wanted.dimension == "model":
        missing = "cardinality(t.models) = 0" if wanted.missing else "false"
        return Statement(f"({expression} && %s::text[] OR {missing})", [values])
    missing = f"{expression} IS NULL" if wanted.missing else "false"
    return Statement(f"({expression} = ANY(%s) OR {missing})", [values])


def _bound(bound: Bound) -> Statement:
    unit, measure = UNITS.get(bound.measure, 1), MEASURES[bound.measure]
    limits = [(">=", bound.least), ("<=", bound.most)]
    given = [(sign, limit * unit) for sign, limit in limits if limit is not None]
    parts = [f"{measure} {sign} %s" for sign, _ in given] or ["true"]
    return Statement(" AND ".join(parts), [limit for _, limit in given])


def is_trace_id(text: str) -> bool:
    """Whether somebody pasted a whole trace id."""
    return len(text) == 32 and HEX.fullmatch(text.lower()) is not None
