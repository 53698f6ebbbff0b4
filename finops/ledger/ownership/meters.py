"""Counters count again what calls report: they count only where no call is known."""

from collections.abc import Collection, Sequence

from finops.ledger.ownership.decisions import Decisions
from finops.ledger.types import Uncounted

Called = tuple[bytes, int | None]  # a trace, and the hour (unix microseconds) or None: all hours


def drop_meters(
    decisions: Decisions, meters: Sequence[int], others: Sequence[int], called: Collection[Called]
) -> None:
    """Take out the counters of traces in which another observation carries usage, and what was `called`."""
    observations = decisions.observations
    known = {observations[index].trace_id for index in others if observations[index].known}
    for index in meters:
        one = observations[index]
        if one.trace_id in known or (one.trace_id, None) in called or (one.trace_id, one.start) in called:
            decisions.drop(index, Uncounted.METERED)
