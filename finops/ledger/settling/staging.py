"""The outcome as rows in binary COPY format."""

from collections.abc import Iterable
from struct import Struct

from finops.attribution.dimension_sets import DimensionSet
from finops.core.db.binary_copy import (
    HEADER,
    NULL,
    TRAILER,
    UNIX_TO_POSTGRES_US,
    boolean,
    cached_text,
    int4,
    int8,
    raw,
    text,
)
from finops.ledger.settling.outcome import SettledCharge
from finops.ledger.settling.summary import TraceSummary

COPY_CHARGES = """COPY settled_charge (
    trace_id, span_id, time, fingerprint, line, dimension_set_id, counted, uncounted_reason,
    winner_trace_id, winner_span_id, customer, end_user, session
) FROM STDIN BINARY"""
COPY_TRACES = """COPY settled_trace (
    trace_id, start_time, end_time, duration_ns, span_count, error_count, has_root, name,
    service, environment, team, journey, customer, end_user, session, entry_tokens, tool_count, tool_repeats
) FROM STDIN BINARY"""

_charge_head = Struct("!h i16s iq iq iq ih iq").pack
_trace_head = Struct("!h i16s iq iq iq ii ii").pack
_NO_WINNER = NULL + NULL


def charge_rows(settled: Iterable[SettledCharge], set_ids: dict[DimensionSet, int]) -> bytes:
    """Staged charges."""
    return HEADER + b"".join(_charge(one, set_ids[one.dimensions]) for one in settled) + TRAILER


def trace_rows(summaries: Iterable[TraceSummary]) -> bytes:
    """Staged trace summaries."""
    return HEADER + b"".join(map(_trace, summaries)) + TRAILER


def _charge(one: SettledCharge, set_id: int) -> bytes:
    charge, found, winner = one.charge, one.attribution, one.winner
    return b"".join(
        (
            _charge_head(
                13,
                16, charge.trace_id, 8, charge.span_id, 8, charge.start - UNIX_TO_POSTGRES_US,
                8, charge.fingerprint, 2, charge.line, 8, set_id,
            ),
            boolean(one.verdict.counted),
            cached_text(one.verdict.reason),
            _NO_WINNER if winner is None else raw(winner.trace_id) + int8(winner.span_id),
            text(found.customer),
            text(found.user),
            text(found.session),
        )
    )  # fmt: skip


def _trace(one: TraceSummary) -> bytes:
    return b"".join(
        (
            _trace_head(
                18,
                16, one.trace_id, 8, one.start - UNIX_TO_POSTGRES_US, 8, one.end - UNIX_TO_POSTGRES_US,
                8, one.duration_ns, 4, one.span_count, 4, one.error_count,
            ),
            boolean(one.has_root),
            cached_text(one.name),
            cached_text(one.service),
            cached_text(one.environment),
            cached_text(one.team),
            cached_text(one.journey),
            text(one.customer),
            text(one.user),
            text(one.session),
            int8(one.entry_tokens),
            int4(one.tool_count),
            int4(one.tool_repeats),
        )
    )  # fmt: skip
