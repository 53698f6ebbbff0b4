"""The summary of a trace. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from finops.ledger.assignment import Assigner, Call
from finops.ledger.inheritance import Dims, Source, attribute
from finops.ledger.settling.loops import loops
from finops.ledger.settling.rows import StoredCharge, StoredOrigin, StoredSpan
from finops.ledger.settling.traces import Trace
from finops.telemetry.types import SpanStatus


class TraceSummary(NamedTuple):
    """What the trace list shows of the spans of a trace; its calls and cost are summed from the charges."""

    trace_id: bytes
    start: int  # unix microseconds
    end: int
    duration_ns: int
    span_count: int
    error_count: int
    has_root: bool
    name: str
    service: str | None
    environment: str | None
    team: str | None
    journey: str | None
    customer: str | None
    user: str | None
    session: str | None
    entry_tokens: int | None  # see `loops.Loops`; None: no call says its tokens
    tool_count: int
    tool_repeats: int


def summarise(
    trace: Trace,
    origins: Mapping[int, StoredOrigin],
    assigner: Assigner,
    ruled: Mapping[str, str],
    counted: Iterable[StoredCharge],
) -> TraceSummary:
    """The summary of a trace with spans; `ruled` is what rules say of its calls, `counted` what counts."""
    root = _root(trace)
    start = trace.spans[0].start
    end_ns = max(span.end_ns for span in trace.spans)
    stated = attribute(
        Source(trace.stated[root.span_id], trace.stated[root.span_id], origins[root.origin_id].dims),
        _others(trace, root, origins),
        None,
        assigner.book,
    )
    found, of_root = assigner.assign(stated, Call(origins[root.origin_id].scope, root.name), start)
    # A rule that its root does not fulfil may hold for the calls below.
    found = found.changed({**ruled, **of_root})
    return TraceSummary(
        trace.trace_id,
        start,
        -(-end_ns // 1000),
        end_ns - start * 1000,
        len(trace.spans),
        sum(span.status == SpanStatus.ERROR for span in trace.spans),
        root.parent_span_id is None,
        root.name,
        found.service,
        found.environment,
        found.team,
        found.journey,
        found.customer,
        found.user,
        found.session,
        *loops(trace, counted),
    )


def _root(trace: Trace) -> StoredSpan:
    """The first span without a parent; while none has arrived, the first whose parent is missing."""
    roots = [span for span in trace.spans if span.parent_span_id is None]
    if roots:
        return roots[0]
    return next(span for span in trace.spans if span.span_id not in trace.tree.parent)


def _others(trace: Trace, root: StoredSpan, origins: Mapping[int, StoredOrigin]) -> list[Source]:
    """What the other spans state, in order of time, each statement once."""
    found: dict[tuple[int, int], Source] = {}
    for span in trace.spans:
        dims: Dims = trace.stated[span.span_id]
        key = id(dims), span.origin_id
        if key not in found and (dims or span.origin_id != root.origin_id):
            found[key] = Source(dims, dims, origins[span.origin_id].dims)
    return list(found.values())
