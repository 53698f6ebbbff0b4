"""G3: two libraries side by side in one process report one call, without a parent or an id in common."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from finops.ledger.ownership.decisions import Decisions
from finops.ledger.ownership.family import same_family
from finops.ledger.types import Uncounted

OVERLAP = 80  # percent of the shorter (usage unknown: of the longer) interval that must be shared
NEIGHBOURS = 32  # candidates looked at on either side in order of time: bounds the work


def join_twins(decisions: Decisions, calls: Iterable[int]) -> None:
    """Join the twins among the calls of one trace; spans of one scope are never twins."""
    seen = [index for index in calls if decisions.stands(decisions.root(index))]
    if len({decisions.observations[index].scope for index in seen}) < 2:
        return
    groups = _Groups(decisions, seen)
    by_tokens: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    unknown, known = list[int](), list[int]()
    for index in seen:
        # A span that misses usage is known by what another one reports of the same call.
        call = decisions.observations[decisions.root(index)]
        if call.tokens:
            by_tokens[call.input_tokens, call.output_tokens].append(index)
        (known if call.known else unknown).append(index)
    for bucket in by_tokens.values():
        groups.join_each(bucket, bucket)
    groups.join_each(unknown, known)


class _Groups:
    """The calls of one trace with the scopes that have seen each."""

    def __init__(self, decisions: Decisions, seen: list[int]) -> None:
        self.decisions = decisions
        self.scopes: dict[int, set[str]] = defaultdict(set)
        self.ids: dict[int, set[str]] = defaultdict(set)
        for index in seen:
            root = decisions.root(index)
            for member in (index, root):
                one = decisions.observations[member]
                self.scopes[root].add(one.scope)
                if one.response_id:
                    self.ids[root].add(one.response_id)

    def join_each(self, followers: list[int], leaders: list[int]) -> None:
        """Join each standing follower with its closest twin among the leaders, if there is one."""
        ordered = sorted(leaders, key=self._time)
        starts = [self.decisions.observations[index].start for index in ordered]
        for follower in sorted(followers, key=self._time):
            if self.decisions.root(follower) == follower:
                self._join(follower, _around(ordered, starts, self.decisions.observations[follower].start))

    def _time(self, index: int) -> tuple[int, object]:
        return self.decisions.observations[index].start, self.decisions.strength(index)

    def _join(self, follower: int, candidates: list[int]) -> None:
        start = self.decisions.observations[follower].start
        fitting = [index for index in candidates if self._are_twins(follower, index)]
        if not fitting:
            return
        closest = min(
            fitting,
            key=lambda index: (abs(self.decisions.observations[index].start - start), self._time(index)),
        )
        self._merge(follower, self.decisions.root(closest))

    def _merge(self, one: int, other: int) -> None:
        stronger = self.decisions.strength(one) > self.decisions.strength(other)
        winner, loser = (one, other) if stronger else (other, one)
        self.decisions.duplicate(loser, winner, Uncounted.SIMILAR)
        self.scopes[winner] |= self.scopes.pop(loser)
        self.ids[winner] |= self.ids.pop(loser, set())

    def _are_twins(self, follower: int, leader: int) -> bool:
        root = self.decisions.root(leader)
        if root == follower or self.scopes[root] & self.scopes[follower]:
            return False
        if self.ids.get(root) and self.ids.get(follower):
            return False
        one, other = self.decisions.observations[follower], self.decisions.observations[leader]
        return same_family(one.model, other.model) and _overlap(
            (one.start, one.end), (other.start, other.end), strict=not one.known
        )


def _around(ordered: list[int], starts: list[int], start: int) -> list[int]:
    position = bisect_left(starts, start)
    return ordered[max(0, position - NEIGHBOURS) : position + NEIGHBOURS]


def _overlap(one: tuple[int, int], other: tuple[int, int], *, strict: bool) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    lengths = (one[1] - one[0], other[1] - other[0])
    needed = max(lengths) if strict else min(lengths)
    return shared >= 0 and shared * 100 >= needed * OVERLAP
