"""The builder of SQL over the list of traces.

Everything is read along an index, newest first: that of all traces, or the one of a customer, user or
session, of failures or of what is unpriced. Reading ends when the page or the sample is full, and after
`LOOKED` traces whatever matched: a filter that matches rarely costs little more than one that matches often.
"""

from collections.abc import Iterable, Iterator

from finops.core.parameters import HEX
from finops.spend.query import Statement
from finops.spend.types import Filter
from finops.traces.histogram import EDGES_NS
from finops.traces.types import Bound, Sort, TraceQuery, TraceRow

LOOKED = 30_000  # newest traces that are looked at, or put in order by a measure
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
NEWEST_FIRST = ", ".join(f"{name} DESC" for name in NEWEST)
JOIN_PROJECT = "LEFT JOIN accounts_project p ON p.id = t.project_id"
FROM_TRACE = f"FROM trace t {JOIN_PROJECT}"
SEARCHED = "lower(concat_ws(' ', t.name, t.customer, t.end_user, t.session))"
EVERYTHING = Statement("true", [])
INDEXED = {"customer", "user", "session"}  # dimensions that have an index of their own, by value and time


def page(query: TraceQuery) -> Statement:
    """One row more than the page holds."""
    by_time = query.sort is Sort.TIME
    matching = _matching(query)
    order = NEWEST if by_time else (MEASURES[query.sort], *NEWEST)
    after = EVERYTHING if by_time else _after(query, order)
    in_order = ", ".join(f"{name} DESC" for name in order)
    # Projects are named for the page alone.
    sql = f"""
        SELECT {COLUMNS}
        FROM (SELECT t.* FROM ({matching.sql}) t WHERE {after.sql} ORDER BY {in_order} LIMIT %s) t
        {JOIN_PROJECT}
        ORDER BY {in_order}"""
    return Statement(sql, [*matching.parameters, *after.parameters, query.limit + 1])


def last_looked_at(query: TraceQuery) -> Statement:
    """The place in the list of the last trace that is looked at, when there are so many."""
    looked = _looked(query, ", ".join(NEWEST))
    sql = f"SELECT * FROM ({looked.sql}) t ORDER BY {NEWEST_FIRST} LIMIT 1 OFFSET {LOOKED - 1}"
    return Statement(sql, looked.parameters)


def tallies(query: TraceQuery) -> Statement:
    """Counts, cost and percentiles of the newest matching traces, and how many share each value."""
    matching = _matching(query._replace(after=None))
    facets = " UNION ALL ".join(f"({_facet(name)})" for name in FACETS)
    sql = f"""
        WITH t AS MATERIALIZED (
            SELECT * FROM ({matching.sql}) t ORDER BY {NEWEST_FIRST} LIMIT {SAMPLE}
        )
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


def _matching(query: TraceQuery) -> Statement:
    """The traces that match, of those that are looked at."""
    if is_trace_id(query.text):
        where = _all([Statement("t.trace_id = %s::uuid", [query.text]), _projects(query)])
        every = "SELECT id FROM accounts_project"  # named, because the key of the table begins with it
        return Statement(
            f"SELECT t.* FROM trace t WHERE t.project_id IN ({every}) AND {where.sql}", where.parameters
        )
    looked, leading = _looked(query, "t.*"), _leading(query)
    rest = [statement for statement in _filters(query) if statement != leading]
    where = _all([_text(query.text), *rest] if query.text else rest)
    sql = f"SELECT t.* FROM ({looked.sql}) t {JOIN_PROJECT} WHERE {where.sql}"
    return Statement(sql, [*looked.parameters, *where.parameters])


def _looked(query: TraceQuery, columns: str) -> Statement:
    """The newest traces along one index, as many as are looked at."""
    parts = [_leading(query), _projects(query)]
    if query.time is not None:
        parts.append(Statement("t.start_time >= %s AND t.start_time < %s", list(query.time)))
    if query.after is not None and query.sort is Sort.TIME:
        parts.append(_after(query, NEWEST))
    where = _all(parts)
    sql = f"SELECT {columns} FROM trace t WHERE {where.sql} ORDER BY {NEWEST_FIRST} LIMIT {LOOKED}"
    return Statement(sql, where.parameters)


def _leading(query: TraceQuery) -> Statement:
    """The one condition whose index is read; a second could leave out any number of those it leads to."""
    for wanted in query.filters:
        if wanted.dimension in INDEXED and len(wanted.values) == 1 and not wanted.missing:
            return _filter(wanted)
    return next(_marks(query), EVERYTHING)


def _projects(query: TraceQuery) -> Statement:
    if query.project_ids is None:
        return EVERYTHING
    if len(query.project_ids) == 1:  # spelt so that the index by project and time can be read
        return Statement("t.project_id = %s", list(query.project_ids))
    return Statement("t.project_id = ANY(%s::int[])", [list(query.project_ids)])


def _all(parts: Iterable[Statement]) -> Statement:
    found = list(parts)
    sql = " AND ".join(part.sql for part in found) or "true"
    return Statement(sql, [value for part in found for value in part.parameters])


def _after(query: TraceQuery, order: tuple[str, ...]) -> Statement:
    key = query.after
    if key is None:
        return EVERYTHING
    amount = [] if query.sort is Sort.TIME else [key.amount or 0]
    marks = ", ".join(["%s"] * len(order))
    return Statement(
        f"({', '.join(order)}) < ({marks})", [*amount, key.start_time, key.project_id, key.trace_id]
    )


def _filters(query: TraceQuery) -> list[Statement]:
    return [*map(_filter, query.filters), *_marks(query), *map(_bound, query.bounds)]


def _marks(query: TraceQuery) -> Iterator[Statement]:
    if query.only_errors:
        yield Statement("t.error_count > 0", [])
    if query.only_unpriced:
        yield Statement("t.unpriced_count > 0", [])


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
    if len(values) == 1 and not wanted.missing:
        return Statement(f"{expression} = %s", values)
    missing = f"{expression} IS NULL" if wanted.missing else "false"
    return Statement(f"({expression} = ANY(%s) OR {missing})", [values])


def _bound(bound: Bound) -> Statement:
    unit, measure = UNITS.get(bound.measure, 1), MEASURES[bound.measure]
    limits = [(">=", bound.least), ("<=", bound.most)]
    given = [(sign, limit * unit) for sign, limit in limits if limit is not None]
    parts = [f"{measure} {sign} %s" for sign, _ in given] or ["true"]
    return Statement(" AND ".join(parts), [limit for _, limit in given])


def is_bounded(query: TraceQuery) -> bool:
    """Whether there can be traces that match and are not looked at."""
    return not is_trace_id(query.text)


def is_trace_id(text: str) -> bool:
    """Whether somebody pasted a whole trace id."""
    return len(text) == 32 and HEX.fullmatch(text.lower()) is not None
