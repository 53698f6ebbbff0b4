"""How agents worked in a trace: what its first call took, and tools called again and again. Pure."""

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from finops.ledger.settling.rows import StoredCharge, StoredSpan
from finops.ledger.settling.traces import Trace
from finops.telemetry.types import Role


class Loops(NamedTuple):
    """Calls of tools. The tokens of a trace over `entry_tokens` are its token amplification."""

    entry_tokens: int | None  # of the counted call that began first; None: no call says its tokens
    tool_count: int
    tool_repeats: int  # of these, calls of the tool that the same span had called just before


def loops(trace: Trace, counted: Iterable[StoredCharge]) -> Loops:
    """What the spans and the counted calls of a trace say."""
    tools = [span for span in trace.spans if span.role == Role.TOOL]
    return Loops(_entry_tokens(counted), len(tools), _repeats(tools))


def _entry_tokens(counted: Iterable[StoredCharge]) -> int | None:
    calls = [one for one in counted if one.line == 0 and (one.input_tokens or one.output_tokens)]
    if not calls:
        return None
    first = min(calls, key=attrgetter("start", "span_id", "fingerprint"))
    return (first.input_tokens or 0) + (first.output_tokens or 0)


def _repeats(tools: Iterable[StoredSpan]) -> int:
    last: dict[int | None, str] = {}
    repeats = 0
    for span in tools:  # in order of time
        repeats += last.get(span.parent_span_id) == span.name
        last[span.parent_span_id] = span.name
    return repeats
