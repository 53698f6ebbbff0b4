"""G4: spans that carry the sum of the calls below them count only when nothing below them does.

There is no waiting time: an aggregate without counted calls counts at once, and no longer when they
arrive, because all of this is decided anew from everything that is stored.
"""

from typing import NamedTuple

from finops.ledger.ownership.decisions import Decisions
from finops.ledger.types import Counted, Uncounted


class Place(NamedTuple):
    """What one observed span holds after versions are resolved."""

    calls: list[int]
    aggregates: list[int]


class Above(NamedTuple):
    """What already speaks for everything below a place: a counted aggregate, or a call with usage."""

    aggregate: int | None = None
    call: int | None = None


def resolve_aggregates(decisions: Decisions, above: dict[int, int | None], places: dict[int, Place]) -> None:
    """Decide the aggregates of one trace. `above`: nearest observed ancestors, ancestors first."""
    billed = _with_billed_calls(decisions, above, places)
    speaking: dict[int, Above] = {}
    for span_id, parent in above.items():
        inherited = Above() if parent is None else speaking[parent]
        place = places[span_id]
        if place.aggregates:
            inherited = _decide(decisions, place.aggregates, inherited, span_id in billed)
        speaking[span_id] = _decide_calls(decisions, place.calls, inherited)
    _replace_unknown_calls_above(decisions, above, places)


def _with_billed_calls(
    decisions: Decisions, above: dict[int, int | None], places: dict[int, Place]
) -> set[int]:
    """The places at or below which a call of known usage counts, here or as another span reports it."""
    billed: set[int] = set()
    for span_id in reversed(above):
        if span_id in billed or any(_is_billed(decisions, index) for index in places[span_id].calls):
            billed.add(span_id)
            parent = above[span_id]
            if parent is not None:
                billed.add(parent)
    return billed


def _is_billed(decisions: Decisions, index: int) -> bool:
    root = decisions.root(index)
    return decisions.stands(root) and decisions.observations[root].known


def _decide(decisions: Decisions, aggregates: list[int], above: Above, has_calls: bool) -> Above:
    best = max(aggregates, key=decisions.strength)
    for index in aggregates:
        if index != best:
            decisions.lose(index, best, Uncounted.AGGREGATE)
    speaker = above.aggregate if above.aggregate is not None else above.call
    if has_calls or not decisions.observations[best].known:
        decisions.drop(best, Uncounted.AGGREGATE)
    elif speaker is not None:
        decisions.lose(best, speaker, Uncounted.AGGREGATE)
    else:
        decisions.count(best, Counted.FALLBACK)
        return above._replace(aggregate=best)
    return above


def _decide_calls(decisions: Decisions, calls: list[int], above: Above) -> Above:
    for index in calls:
        root = decisions.root(index)
        if not decisions.stands(root):
            continue
        if decisions.observations[root].known:
            above = above._replace(call=root)
        elif above.aggregate is not None:
            decisions.lose(root, above.aggregate, Uncounted.COVERED)
    return above


def _replace_unknown_calls_above(
    decisions: Decisions, above: dict[int, int | None], places: dict[int, Place]
) -> None:
    """A call of unknown usage gives way to an aggregate that counts below it."""
    fallback: dict[int, int] = {}
    for span_id in reversed(above):
        counted = [index for index in places[span_id].aggregates if decisions.stands(index)]
        found = counted[0] if counted else fallback.get(span_id)
        if found is None:
            continue
        for index in places[span_id].calls:
            root = decisions.root(index)
            if decisions.stands(root) and not decisions.observations[root].known:
                decisions.lose(root, found, Uncounted.DUPLICATE)
        parent = above[span_id]
        if parent is not None:
            fallback[parent] = max(found, fallback.get(parent, found), key=decisions.strength)
