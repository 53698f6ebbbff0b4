"""Metrics whose growth is spend, counters of coding agents (telemetry reference 5.9), and their calls.

What an SDK counts in `gen_ai.client.token.usage` it says in its spans as well: that is never spend. What a
coding agent counts is, until the calls are known one by one: of its session or, where its counters name no
session, of its user in that hour.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from finops.telemetry.meter_traces import day_trace, meter_of_user
from finops.telemetry.meters import METERS
from finops.telemetry.types import Temporality
from ingest.auth import Sender
from ingest.decode_metric import Series
from ingest.pseudonyms import USER, renamed
from ingest.records import LlmUsage, Origin, OtlpSpan
from ingest.sessions import trace_of_session
from ingest.submission import KnownCall

MICROSECOND_NS = 1_000
HOUR = 3_600_000_000  # microseconds
EXPORTED_AFTER = 300_000_000  # microseconds after its end in which a call may still reach a counter
LONGEST = 24 * HOUR
# Dialects of which counters repeat the calls.
COUNTED = frozenset(
    ("claude_code", "claude_code_event", "codex_cli", "codex_event", "gemini_cli", "gemini_cli_event")
)


class Meter(NamedTuple):
    """Where the growth of a series is charged."""

    meter_id: bytes
    by_day: bool  # in a trace of each day

    def trace_at(self, time_ns: int) -> bytes:
        """The trace to settle for a point of this moment."""
        return day_trace(self.meter_id, time_ns // MICROSECOND_NS) if self.by_day else self.meter_id


def meter_of(series: Series, sender: Sender) -> Meter | None:
    """Where the growth of this series is charged; None: it is no spend.

    Without a session only deltas can be: running totals of two processes could not be told apart.
    """
    if series.name not in METERS:
        return None
    if session := trace_of_session(series.origin, series.dims):
        return Meter(session, by_day=False)
    if series.temporality is not Temporality.DELTA:
        return None
    return Meter(_meter_of_user(series.origin, series.dims, sender), by_day=True)


def known_calls(span: OtlpSpan, usage: LlmUsage, sender: Sender) -> Iterator[KnownCall]:
    """Which counters no longer count because this call is known. `span` as sent, before pseudonyms."""
    if usage.dialect not in COUNTED or not _tells_tokens(usage):
        return
    session = trace_of_session(span.origin, span.dims)
    if session and session != span.trace_id:
        yield KnownCall(session, None)
    meter_id = _meter_of_user(span.origin, span.dims, sender)
    start, end = span.start_ns // MICROSECOND_NS, span.end_ns // MICROSECOND_NS + EXPORTED_AFTER
    for time in range(start - start % HOUR, min(end, start + LONGEST) + 1, HOUR):
        yield KnownCall(day_trace(meter_id, time), time)


def _tells_tokens(usage: LlmUsage) -> bool:
    tokens = usage.usage
    known = tokens.input_tokens is not None or tokens.output_tokens is not None
    return known and usage.billable and not usage.cumulative


def _meter_of_user(origin: Origin, dims: Mapping[str, str], sender: Sender) -> bytes:
    user = {**origin.dims, **dims}.get(USER, "")
    return meter_of_user(origin.service or "", renamed({USER: user}, sender)[USER])
