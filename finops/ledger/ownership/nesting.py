"""G2: spans of one call inside each other, and the attempts of one call below it."""

from finops.ledger.ownership.decisions import Decisions
from finops.ledger.types import Uncounted

ENOUGH = 95  # percent of a span's tokens that its children must report to stand for it


class Below:
    """The calls that stand below a place of the tree. Merging is cheap: the smaller joins the larger."""

    __slots__ = ("calls", "engines", "failed", "layer", "tokens")

    def __init__(self) -> None:
        self.calls: dict[int, None] = {}  # as an ordered set
        self.engines: dict[int, None] = {}
        self.failed: int | None = None
        self.layer = -1  # the highest layer among calls of known usage
        self.tokens = 0

    def __len__(self) -> int:
        return len(self.calls) + len(self.engines)

    def absorb(self, other: "Below") -> "Below":
        """Both together, in whichever was the larger."""
        if len(other) > len(self):
            return other.absorb(self)
        for index in other.calls:
            self.calls[index] = None
        for index in other.engines:
            self.engines[index] = None
        self.failed = other.failed if self.failed is None else self.failed
        self.layer = max(self.layer, other.layer)
        self.tokens += other.tokens
        return self


def resolve_nesting(
    decisions: Decisions, above: dict[int, int | None], calls_at: dict[int, list[int]]
) -> None:
    """Decide, from the leaves upwards, which calls of one trace stand for the ones around them.

    `above` maps each observed span to its nearest observed ancestor, ancestors first.
    """
    below: dict[int, Below] = {}
    for span_id in reversed(above):
        found = below.pop(span_id, None)
        calls = calls_at.get(span_id)
        if calls:
            found = _bill(decisions, _one_span(decisions, calls), Below() if found is None else found)
        parent = above[span_id]
        if parent is not None and found is not None:
            below[parent] = found.absorb(below[parent]) if parent in below else found


def _one_span(decisions: Decisions, calls: list[int]) -> int:
    """Two scopes that share a span id saw one call (a gateway may reuse its caller's id)."""
    if len(calls) == 1:
        return decisions.root(calls[0])
    roots = {decisions.root(index) for index in calls}
    best = max(roots, key=decisions.strength)
    for index in roots - {best}:
        decisions.duplicate(index, best)
    return best


def _bill(decisions: Decisions, index: int, below: Below) -> Below:
    """Put one call above others: it stands for them, or they for it."""
    if index in below.calls or index in below.engines or not decisions.stands(index):
        return below
    if not decisions.observations[index].known:
        return _bill_unknown(decisions, index, below)
    _drop_engines(decisions, below)
    if len(below) and _children_suffice(decisions, index, below):
        _give_way(decisions, index, below)
        return below
    for loser in [*below.calls, *below.engines]:
        decisions.duplicate(loser, index)
    return _only(decisions, index)


def _bill_unknown(decisions: Decisions, index: int, below: Below) -> Below:
    if len(below):
        _give_way(decisions, index, below)
        return below
    if not decisions.observations[index].failed:
        return _only(decisions, index)
    if below.failed is not None:
        decisions.duplicate(index, below.failed)
        return below
    decisions.drop(index, Uncounted.FAILED)
    below.failed = index
    return below


def _children_suffice(decisions: Decisions, index: int, below: Below) -> bool:
    seen = decisions.observations[index]
    if below.calls:
        layer, tokens = below.layer, below.tokens
    else:
        layer, tokens = 0, sum(decisions.observations[engine].tokens for engine in below.engines)
    return layer >= seen.layer and tokens * 100 >= seen.tokens * ENOUGH


def _drop_engines(decisions: Decisions, below: Below) -> None:
    if below.engines and below.layer >= 0:
        best = _best(decisions, below.calls)
        for engine in below.engines:
            decisions.duplicate(engine, best)
        below.engines.clear()


def _give_way(decisions: Decisions, index: int, below: Below) -> None:
    best = _best(decisions, below.calls or below.engines)
    decisions.duplicate(index, best)


def _best(decisions: Decisions, candidates: dict[int, None]) -> int:
    return max(candidates, key=decisions.strength)


def _only(decisions: Decisions, index: int) -> Below:
    seen = decisions.observations[index]
    alone = Below()
    if seen.is_engine:
        alone.engines[index] = None
        return alone
    alone.calls[index] = None
    if seen.known:
        alone.layer, alone.tokens = seen.layer, seen.tokens
    return alone
