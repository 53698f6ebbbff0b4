"""Counters count again what the calls of their trace report: they count only where no call is known."""

from collections.abc import Sequence

from finops.ledger.ownership.decisions import Decisions
from finops.ledger.types import Uncounted


def drop_meters(decisions: Decisions, meters: Sequence[int], others: Sequence[int]) -> None:
    """Take out the counters of every trace in which another observation carries usage."""
    observations = decisions.observations
    known = {observations[index].trace_id for index in others if observations[index].known}
    for index in meters:
        if observations[index].trace_id in known:
            decisions.drop(index, Uncounted.METERED)
