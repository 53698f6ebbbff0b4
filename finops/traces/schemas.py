"""What the API says about traces."""

import datetime as dt
from typing import Any

from ninja import Schema

from finops.spend.schemas import decimal_text
from finops.traces.types import TraceRow


class TraceOut(Schema):
    """The summary of one trace. The cost is that of the priced calls, null when there is none.

    `token_amplification` is all of its tokens over those of its first call, null when that is unknown.
    `tool_repeats` are calls of the tool that the same span had called just before.
    """

    trace_id: str
    project: str
    name: str
    start_time: dt.datetime
    end_time: dt.datetime
    duration_ns: int
    span_count: int
    error_count: int
    call_count: int
    uncounted_count: int
    unpriced_count: int
    input_tokens: int
    output_tokens: int
    cost: str | None
    currency: str
    models: list[str]
    service: str | None
    environment: str | None
    team: str | None
    journey: str | None
    customer: str | None
    user: str | None
    session: str | None
    has_root: bool
    token_amplification: float | None
    tool_count: int | None
    tool_repeats: int | None


class TracesOut(Schema):
    """A page of traces, newest first; `next` is the cursor of the following page, null at the end."""

    items: list[TraceOut]
    next: str | None


def trace_out(trace: TraceRow, currency: str) -> dict[str, Any]:
    """A trace as the API tells it."""
    return {
        **{name: getattr(trace, name) for name in TraceOut.model_fields if hasattr(trace, name)},
        "trace_id": trace.trace_id.hex,
        "cost": decimal_text(trace.known_cost),
        "currency": currency,
        "user": trace.end_user,
        "token_amplification": None if trace.amplification is None else float(round(trace.amplification, 2)),
    }
