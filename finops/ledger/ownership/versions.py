"""G0: several stored versions of one span are one observation."""

from collections.abc import Iterable

from finops.ledger.ownership.decisions import Decisions
from finops.ledger.types import Uncounted

Key = tuple[bytes, int, str]


def drop_superseded(decisions: Decisions) -> list[int]:
    """Keep one version of each span, by the total order; gives the positions of those kept."""
    best: dict[Key, int] = {}
    for index, seen in enumerate(decisions.observations):
        key = (seen.trace_id, seen.span_id, seen.scope)
        other = best.setdefault(key, index)
        if other != index:
            winner, loser = (
                (index, other) if decisions.strength(index) > decisions.strength(other) else (other, index)
            )
            best[key] = winner
            decisions.lose(loser, winner, Uncounted.SUPERSEDED)
    return list(best.values())


def drop_free(decisions: Decisions, kept: Iterable[int]) -> list[int]:
    """Take out what is never counted whatever else is there; gives the positions that are left."""
    left = []
    for index in kept:
        seen = decisions.observations[index]
        if not seen.billable:
            decisions.drop(index, Uncounted.NOT_BILLABLE)
        elif seen.cumulative:
            decisions.drop(index, Uncounted.CUMULATIVE)
        else:
            left.append(index)
    return left
