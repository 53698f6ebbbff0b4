"""Reading traces and their spans."""

import datetime as dt
import json
import uuid
from typing import Any

from finops.core.db.rows import fetch, fetch_one
from finops.core.periods import Instants
from finops.traces import list_query
from finops.traces import query as sql
from finops.traces.types import (
    CallRow,
    Sort,
    SpanDetail,
    SpanRow,
    Tally,
    TraceKey,
    TracePage,
    TraceQuery,
    TraceRow,
)

MOST_SPANS = 50_000  # of one trace; more would not be read by anybody
UNLOADED = {"dims": "{}", "attributes": "{}", "events": "[]", "links": "[]", "resource": "{}"}


def trace_page(query: TraceQuery) -> TracePage:
    """A page of traces in the order asked for."""
    found = fetch(TraceRow, *list_query.page(query))
    traces = found[: query.limit]
    if len(found) > query.limit:
        return TracePage(traces, traces[-1].key(query.sort))
    last = last_looked_at(query)
    if last is None:
        return TracePage(traces, None)
    return TracePage(traces, last if query.sort is Sort.TIME else None, last.start_time)


def last_looked_at(query: TraceQuery) -> TraceKey | None:
    """The trace beyond which a rare match is not looked for; None when all of them are looked at."""
    return fetch_one(TraceKey, *list_query.last_looked_at(query)) if list_query.is_bounded(query) else None


def trace_tallies(query: TraceQuery) -> list[Tally]:
    """What the newest of the matching traces have in common; see `list_query.tallies`."""
    return fetch(Tally, *list_query.tallies(query))


def trace_summary(*, project_id: int, trace_id: uuid.UUID) -> TraceRow | None:
    """The summary of a trace; None until it is settled."""
    return fetch_one(TraceRow, *sql.one(project_id, trace_id))


def trace_spans(
    *, project_id: int, trace_id: uuid.UUID, within: Instants | None, span_id: int | None = None
) -> list[SpanRow]:
    """Its spans, or those of one id, in the order they began; only the fullest of several versions."""
    statement = sql.spans(project_id, trace_id, within, span_id=span_id, most=MOST_SPANS)
    versions = fetch(SpanRow, *statement)
    best: dict[tuple[int, int], SpanRow] = {}
    for span in versions:
        identity = (span.span_id, span.origin_id)
        if identity not in best or _fullness(span) > _fullness(best[identity]):
            best[identity] = span
    return sorted(best.values(), key=lambda span: (span.start_time, span.span_id))


def trace_calls(*, project_id: int, trace_id: uuid.UUID) -> list[CallRow]:
    """What the spans of a trace were charged, counted or not, in the order the calls began."""
    return fetch(CallRow, *sql.calls(project_id, trace_id, most=MOST_SPANS))


def _fullness(span: SpanRow) -> tuple[dt.datetime, int, int]:
    end = span.start_time + dt.timedelta(microseconds=span.duration_ns // 1000)
    return end, span.duration_ns, span.fingerprint


def span_detail(
    *, project_id: int, trace_id: uuid.UUID, span_id: int, fingerprint: int, within: Instants | None
) -> SpanDetail | None:
    """Everything kept about a span but its content."""
    found = fetch_one(SpanDetail, *sql.span_detail(project_id, trace_id, span_id, fingerprint, within))
    if found is None:
        return None
    loaded = {name: json.loads(getattr(found, name) or empty) for name, empty in UNLOADED.items()}
    return found._replace(**loaded, flags=found.flags or [])


def span_content(
    *, project_id: int, trace_id: uuid.UUID, span_id: int, fingerprint: int, within: Instants | None
) -> Any:
    """The prompts and completions of a span, None when none are kept. Callers check who asks."""
    statement = sql.span_content(project_id, trace_id, span_id, fingerprint, within)
    found: str | None = fetch_one(lambda content: content, *statement)
    return None if found is None else json.loads(found)


def extent(trace: TraceRow | None) -> Instants | None:
    """The time within which the spans of a trace began."""
    return None if trace is None else Instants(trace.start_time, trace.end_time)
