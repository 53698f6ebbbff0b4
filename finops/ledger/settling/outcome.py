"""From everything stored about some traces to what settling writes. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from finops.attribution.dimension_sets import DimensionSet
from finops.ledger.inheritance import Attribution, Dims, Source, attribute
from finops.ledger.ownership import Verdict, resolve
from finops.ledger.settling.closure import Closure
from finops.ledger.settling.rows import StoredCharge
from finops.ledger.settling.summary import TraceSummary, summarise
from finops.ledger.settling.traces import Trace, traces_of
from finops.ledger.types import Uncounted
from finops.telemetry.types import Layer

# Losing for one of these reasons means to have seen the same call as the winner.
SAME_CALL = frozenset({Uncounted.DUPLICATE, Uncounted.SAME_RESPONSE, Uncounted.SIMILAR, Uncounted.ENGINE})


class SettledCharge(NamedTuple):
    """A charge with what settling says of it."""

    charge: StoredCharge
    dimensions: DimensionSet
    attribution: Attribution
    verdict: Verdict
    winner: StoredCharge | None


class Outcome(NamedTuple):
    """What settling writes."""

    charges: list[SettledCharge]
    summaries: list[TraceSummary]
    frozen: frozenset[bytes]  # traces whose older spans are gone: only their sums change


def settle_closure(closure: Closure, owner_team: str | None) -> Outcome:
    """Ownership, dimensions and summaries of a closure.

    Where spans of a trace have been dropped by retention, what was settled stays as it is, and what
    arrives later settles on its own.
    """
    traces = traces_of(closure)
    frozen = frozenset(trace_id for trace_id, trace in traces.items() if trace.frozen)
    live = [
        index for index, charge in enumerate(closure.charges) if _is_live(charge, traces.get(charge.trace_id))
    ]
    charges = [closure.charges[index] for index in live]
    observed = [index for index, charge in enumerate(charges) if charge.line == 0]
    verdicts = resolve(
        [closure.observations[live[index]] for index in observed],
        {trace_id: trace.tree for trace_id, trace in traces.items()},
        closure.ignored_responses,
    )
    return Outcome(
        _settled(closure, charges, observed, verdicts, traces, owner_team),
        [
            summarise(trace, closure.origins, owner_team)
            for trace in traces.values()
            if trace.spans and not trace.frozen
        ],
        frozen,
    )


def _is_live(charge: StoredCharge, trace: Trace | None) -> bool:
    if not charge.settled:
        return True
    return trace is not None and not trace.frozen and charge.span_id in trace.stated


def _settled(
    closure: Closure,
    charges: Sequence[StoredCharge],
    observed: Sequence[int],
    verdicts: Sequence[Verdict],
    traces: dict[bytes, Trace],
    owner_team: str | None,
) -> list[SettledCharge]:
    sources = _Sources(closure, traces)
    calls = [charges[index] for index in observed]
    groups: dict[int, list[int]] = defaultdict(list)
    for position, verdict in enumerate(verdicts):
        if verdict.winner is not None and verdict.reason in SAME_CALL:
            groups[verdict.winner].append(position)
    settled = []
    by_span: dict[tuple[bytes, int, int], SettledCharge] = {}
    for position, (charge, verdict) in enumerate(zip(calls, verdicts, strict=True)):
        group = sorted((calls[member] for member in groups.get(position, ())), key=_nearness)
        attribution = sources.attribution(charge, group, owner_team)
        winner = None if verdict.winner is None else calls[verdict.winner]
        one = SettledCharge(
            charge, _dimensions(closure.project_id, charge, attribution), attribution, verdict, winner
        )
        by_span[charge.trace_id, charge.span_id, charge.fingerprint] = one
        settled.append(one)
    fees = [charge for charge in charges if charge.line]
    return settled + [
        by_span[fee.trace_id, fee.span_id, fee.fingerprint]._replace(charge=fee)
        for fee in fees
        if (fee.trace_id, fee.span_id, fee.fingerprint) in by_span
    ]


def _nearness(charge: StoredCharge) -> tuple[bool, int, bytes, int, int]:
    """The order in which the other spans of a call are asked: the caller's own before any gateway."""
    gateway = charge.layer == Layer.GATEWAY
    return gateway, -charge.layer, charge.trace_id, charge.span_id, charge.fingerprint


def _dimensions(project_id: int, charge: StoredCharge, found: Attribution) -> DimensionSet:
    return DimensionSet(
        project_id,
        *found[:10],
        charge.operation,
        charge.provider,
        charge.request_model,
        charge.response_model,
        charge.region or found.region,
    )


class _Sources:
    """What each charge can inherit from. The same context is attributed once."""

    def __init__(self, closure: Closure, traces: dict[bytes, Trace]) -> None:
        self._closure = closure
        self._traces = traces
        self._known: dict[tuple[int, int], Attribution] = {}

    def attribution(
        self, charge: StoredCharge, group: Sequence[StoredCharge], owner_team: str | None
    ) -> Attribution:
        source = self._source(charge)
        if group:
            return attribute(
                source, [self._source(one) for one in group], self._caller(charge, group), owner_team
            )
        # The mappings live as long as this object, so their identities do not repeat.
        context = id(source.inherited), charge.origin_id
        found = self._known.get(context)
        if found is None:
            found = self._known[context] = attribute(source, (), None, owner_team)
        return found

    def _source(self, charge: StoredCharge) -> Source:
        resource = self._closure.origins[charge.origin_id].dims
        trace = self._traces.get(charge.trace_id)
        if trace is None or charge.span_id not in trace.stated:
            return Source({}, NO_DIMS, resource)
        return Source(trace.stated[charge.span_id], trace.inherited[charge.span_id], resource)

    def _caller(self, charge: StoredCharge, group: Sequence[StoredCharge]) -> Dims | None:
        if charge.layer != Layer.GATEWAY or group[0].layer == Layer.GATEWAY:
            return None
        return self._closure.origins[group[0].origin_id].dims


NO_DIMS: Dims = {}
