"""The steps of ownership, in order."""

from collections.abc import Collection, Mapping, Sequence

from finops.ledger.ownership.aggregates import Place, resolve_aggregates
from finops.ledger.ownership.decisions import Decisions
from finops.ledger.ownership.forest import Tree, nearest_above
from finops.ledger.ownership.meters import Called, drop_meters
from finops.ledger.ownership.nesting import resolve_nesting
from finops.ledger.ownership.records import Observation, Verdict
from finops.ledger.ownership.responses import join_responses
from finops.ledger.ownership.twins import join_twins
from finops.ledger.ownership.versions import drop_free, drop_superseded
from finops.telemetry.types import Role

Places = dict[int, Place]
NOWHERE = Tree([], {})


def resolve(
    observations: Sequence[Observation],
    trees: Mapping[bytes, Tree],
    ignored_responses: Collection[str] = (),
    called: Collection[Called] = (),
) -> list[Verdict]:
    """One verdict per observation, in their order.

    `trees` holds the tree of every trace; a span missing from it stands alone. `ignored_responses` are
    ids seen too often to tell calls apart. `called` are counters whose calls are known in other traces.
    """
    decisions = Decisions(observations)
    everything = drop_free(decisions, drop_superseded(decisions))
    meters = [index for index in everything if observations[index].role == Role.METER]
    kept = [index for index in everything if observations[index].role != Role.METER]
    drop_meters(decisions, meters, kept, called)
    calls = [index for index in kept if observations[index].is_call]
    join_responses(decisions, calls, ignored_responses)
    traces = _places(observations, kept)
    for trace_id in sorted(traces):
        _resolve_calls(decisions, trees.get(trace_id, NOWHERE), traces[trace_id])
    for trace_id in sorted(traces):
        if any(place.aggregates for place in traces[trace_id].values()):
            places = traces[trace_id]
            resolve_aggregates(decisions, _above(trees.get(trace_id, NOWHERE), places), places)
    return decisions.verdicts()


def _places(observations: Sequence[Observation], kept: list[int]) -> dict[bytes, Places]:
    traces: dict[bytes, Places] = {}
    for index in kept:
        seen = observations[index]
        place = traces.setdefault(seen.trace_id, {}).setdefault(seen.span_id, Place([], []))
        (place.calls if seen.is_call else place.aggregates).append(index)
    return traces


def _resolve_calls(decisions: Decisions, tree: Tree, places: Places) -> None:
    calls_at = {span_id: place.calls for span_id, place in places.items() if place.calls}
    resolve_nesting(decisions, _above(tree, places), calls_at)
    join_twins(decisions, [index for span_id in sorted(calls_at) for index in calls_at[span_id]])


def _above(tree: Tree, places: Places) -> dict[int, int | None]:
    """The nearest observed ancestor of each observed span; spans that are not in the tree are roots."""
    above = nearest_above(tree, set(places))
    if len(above) < len(places):
        above.update((span_id, None) for span_id in sorted(places) if span_id not in above)
    return above
