"""From everything stored about some traces to what settling writes. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from finops.attribution.custom import canonical
from finops.attribution.dimension_sets import DimensionSet
from finops.attribution.rules import RuleBook
from finops.ledger.assignment import NOTHING, Assigned, Assigner, Call
from finops.ledger.inheritance import Attribution, Dims, Source, Stated, attribute
from finops.ledger.ownership import Verdict, resolve
from finops.ledger.settling.closure import Closure
from finops.ledger.settling.rows import StoredCharge, StoredSpan
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
    ruled: Mapping[str, str] = NOTHING  # what of the attribution rules decided


class Outcome(NamedTuple):
    """What settling writes."""

    charges: list[SettledCharge]
    summaries: list[TraceSummary]
    frozen: frozenset[bytes]  # traces whose older spans are gone: only their sums change


def settle_closure(closure: Closure, book: RuleBook) -> Outcome:
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
    observed = [index for index, charge in enumerate(charges) if charge.line <= 0]
    verdicts = resolve(
        [closure.observations[live[index]] for index in observed],
        {trace_id: trace.tree for trace_id, trace in traces.items()},
        closure.ignored_responses,
        closure.called,
    )
    assigner = Assigner(book)
    settled = _settled(closure, charges, observed, verdicts, traces, assigner)
    ruled = ruled_traces(settled)
    counted: dict[bytes, list[StoredCharge]] = defaultdict(list)
    for one in settled:
        if one.verdict.counted:
            counted[one.charge.trace_id].append(one.charge)
    return Outcome(
        settled,
        [
            summarise(
                trace, closure.origins, assigner, ruled.get(trace.trace_id, NOTHING), counted[trace.trace_id]
            )
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
    assigner: Assigner,
) -> list[SettledCharge]:
    sources = _Sources(closure, traces, assigner)
    calls = [charges[index] for index in observed]
    groups: dict[int, list[int]] = defaultdict(list)
    for position, verdict in enumerate(verdicts):
        if verdict.winner is not None and verdict.reason in SAME_CALL:
            groups[verdict.winner].append(position)
    settled = []
    by_span: dict[tuple[bytes, int, int], SettledCharge] = {}
    for position, (charge, verdict) in enumerate(zip(calls, verdicts, strict=True)):
        group = sorted((calls[member] for member in groups.get(position, ())), key=_nearness)
        found, ruled = sources.assigned(charge, group)
        winner = None if verdict.winner is None else calls[verdict.winner]
        dimensions = _dimensions(closure.project_id, charge, found)
        one = SettledCharge(charge, dimensions, found, verdict, winner, ruled)
        by_span[charge.trace_id, charge.span_id, charge.fingerprint] = one
        settled.append(one)
    fees = [charge for charge in charges if charge.line > 0]
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
        canonical(found.custom) if found.custom else None,
    )


class _Sources:
    """What each charge can inherit from. The same context is attributed once."""

    def __init__(self, closure: Closure, traces: dict[bytes, Trace], assigner: Assigner) -> None:
        self._closure = closure
        self._traces = traces
        self._assigner = assigner
        self._known: dict[tuple[int, int], Stated] = {}
        names = assigner.book.asks_for_span_names
        self._names = {_key(span): span.name for span in closure.spans} if names else None

    def assigned(self, charge: StoredCharge, group: Sequence[StoredCharge]) -> Assigned:
        call = Call(
            self._closure.origins[charge.origin_id].scope,
            None if self._names is None else self._names.get(_key(charge)),
            charge.operation,
            charge.provider,
            charge.request_model,
            charge.response_model,
            charge.region,
        )
        return self._assigner.assign(self._stated(charge, group), call, charge.start)

    def _stated(self, charge: StoredCharge, group: Sequence[StoredCharge]) -> Stated:
        source, book = self._source(charge), self._assigner.book
        if group:
            return attribute(source, [self._source(one) for one in group], self._caller(charge, group), book)
        # The mappings live as long as this object, so their identities do not repeat.
        context = id(source.inherited), charge.origin_id
        found = self._known.get(context)
        if found is None:
            found = self._known[context] = attribute(source, (), None, book)
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


def _key(one: StoredCharge | StoredSpan) -> tuple[bytes, int, int]:
    return one.trace_id, one.span_id, one.fingerprint


def ruled_traces(settled: Sequence[SettledCharge]) -> dict[bytes, dict[str, str]]:
    """What rules say of traces through their calls: of each dimension the first call that counts."""
    found: dict[bytes, dict[str, str]] = defaultdict(dict)
    ruled = [one for one in settled if one.ruled and one.verdict.counted]
    for one in sorted(ruled, key=lambda one: (one.charge.start, *_key(one.charge), one.charge.line)):
        found[one.charge.trace_id] = {**one.ruled, **found[one.charge.trace_id]}
    return found
