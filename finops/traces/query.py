"""The builder of SQL over one trace, its spans and their charges."""

from typing import Any

from finops.core.periods import Instants
from finops.spend.query import Statement
from finops.traces.list_query import COLUMNS, FROM_TRACE
from finops.traces.types import CallRow, SpanRow

ORIGIN = {"service": "o.service", "scope_name": "o.scope_name"}
SPAN_COLUMNS = ", ".join(ORIGIN.get(name, f"s.{name}") for name in SpanRow._fields)
CALL = {"settled": "f.dimension_set_id IS NOT NULL", "reason": "f.uncounted_reason"}
CALL_COLUMNS = ", ".join(CALL.get(name, f"f.{name}") for name in CallRow._fields)
FROM_SPAN = "FROM span s LEFT JOIN origin o ON (o.project_id, o.origin_id) = (s.project_id, s.origin_id)"


def one(project_id: int, trace_id: Any) -> Statement:
    """The summary of one trace."""
    return Statement(
        f"SELECT {COLUMNS} {FROM_TRACE} WHERE t.project_id = %s AND t.trace_id = %s", [project_id, trace_id]
    )


def spans(
    project_id: int, trace_id: Any, within: Instants | None, *, span_id: int | None, most: int
) -> Statement:
    """The spans of a trace in the order they began. `within` spares looking into every day's partition."""
    where, parameters = _of_trace(project_id, trace_id, within)
    if span_id is not None:
        where, parameters = f"{where} AND s.span_id = %s", [*parameters, span_id]
    sql = f"SELECT {SPAN_COLUMNS} {FROM_SPAN} WHERE {where} ORDER BY s.start_time, s.span_id LIMIT %s"
    return Statement(sql, [*parameters, most])


def calls(project_id: int, trace_id: Any, *, most: int) -> Statement:
    """The charges of a trace, only as wide as the waterfall is."""
    sql = f"""
        SELECT {CALL_COLUMNS} FROM charge f WHERE f.project_id = %s AND f.trace_id = %s
        ORDER BY f.time, f.span_id, f.fingerprint, f.line LIMIT %s"""
    return Statement(sql, [project_id, trace_id, most])


def span_detail(
    project_id: int, trace_id: Any, span_id: int, fingerprint: int, within: Instants | None
) -> Statement:
    """One span with everything but its content: the column is only asked whether it is empty."""
    where, parameters = _of_trace(project_id, trace_id, within)
    sql = f"""
        SELECT s.span_id, s.fingerprint, s.parent_span_id, s.start_time, s.duration_ns, s.kind, s.status,
               s.role, s.name, s.dims, s.attributes, s.events, s.links, s.flags, s.content IS NOT NULL,
               o.service, o.scope_name, o.scope_version, o.dialect, o.attributes
        {FROM_SPAN} WHERE {where} AND s.span_id = %s AND s.fingerprint = %s LIMIT 1"""
    return Statement(sql, [*parameters, span_id, fingerprint])


def span_content(
    project_id: int, trace_id: Any, span_id: int, fingerprint: int, within: Instants | None
) -> Statement:
    """The content of one span. The only statement of the product that reads the column for a person."""
    where, parameters = _of_trace(project_id, trace_id, within)
    sql = f"SELECT s.content FROM span s WHERE {where} AND s.span_id = %s AND s.fingerprint = %s LIMIT 1"
    return Statement(sql, [*parameters, span_id, fingerprint])


def _of_trace(project_id: int, trace_id: Any, within: Instants | None) -> Statement:
    bounds = " AND s.start_time >= %s AND s.start_time <= %s" if within else ""
    parameters = [project_id, trace_id, *(within or ())]
    return Statement(f"s.project_id = %s AND s.trace_id = %s{bounds}", parameters)
