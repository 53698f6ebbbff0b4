"""The decisions taken so far about a set of observations."""

from collections.abc import Sequence

from finops.ledger.ownership.records import Observation, Strength, Verdict, strength
from finops.ledger.types import Counted, Uncounted


class Decisions:
    """Who lost to whom. Every loss points from one standing observation to another: never in a circle."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self.observations = observations
        self._winner: list[int | None] = [None] * len(observations)
        self._reason: list[Uncounted | None] = [None] * len(observations)
        self._counted: dict[int, Counted] = {}
        self._strength: dict[int, Strength] = {}

    def root(self, index: int) -> int:
        """The observation that stands for this one: itself, or whoever it lost to in the end."""
        winner = self._winner
        path = []
        while (above := winner[index]) is not None:
            path.append(index)
            index = above
        for passed in path:
            winner[passed] = index
        return index

    def strength(self, index: int) -> Strength:
        """The place of an observation in the total order."""
        found = self._strength.get(index)
        if found is None:
            found = self._strength[index] = strength(self.observations[index])
        return found

    def lose(self, index: int, winner: int, reason: Uncounted) -> None:
        """The call of `index` is represented by that of `winner` from now on."""
        loser, standing = self.root(index), self.root(winner)
        if loser != standing:
            self._winner[loser] = standing
            self._reason[loser] = reason

    def duplicate(self, index: int, winner: int, reason: Uncounted = Uncounted.DUPLICATE) -> None:
        """As `lose`, for spans that saw the same call; an inference server's view has a reason of its own."""
        engine = self.observations[self.root(index)].is_engine
        self.lose(index, winner, Uncounted.ENGINE if engine else reason)

    def drop(self, index: int, reason: Uncounted) -> None:
        """Do not count it, and nothing in its place."""
        self._reason[index] = reason

    def count(self, index: int, reason: Counted) -> None:
        """Count it, for a reason that does not show from the losers alone."""
        self._counted[index] = reason

    def stands(self, index: int) -> bool:
        """Whether it is counted as things are."""
        return self._reason[index] is None

    def verdicts(self) -> list[Verdict]:
        """The outcome, in the order of the observations."""
        won = {
            self.root(index)
            for index, winner in enumerate(self._winner)
            if winner is not None and self._reason[index] is not Uncounted.SUPERSEDED
        }
        return [self._verdict(index, index in won) for index in range(len(self.observations))]

    def _verdict(self, index: int, won: bool) -> Verdict:
        reason = self._reason[index]
        if reason is None:
            return Verdict(True, self._counted.get(index) or (Counted.WINNER if won else Counted.SOLE), None)
        root = self.root(index)
        return Verdict(False, reason, root if root != index and self._reason[root] is None else None)
