"""G1: the same response id, the model family and the time say that two spans saw one call."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from finops.ledger.ownership.decisions import Decisions
from finops.ledger.ownership.family import same_family
from finops.ledger.types import Uncounted

SKEW = 5_000_000  # microseconds by which clocks of two machines may differ
REPLAY_WINDOW = 30 * 86_400_000_000  # microseconds in which a stored response may be fetched again
MAX_SIGHTINGS = 64  # an id seen more often tells calls apart no better than none
# Local servers number their responses with a few digits: such an id is no proof without the time.
DISTINCTIVE = re.compile(r"[^-_]{8}$")


def join_responses(decisions: Decisions, calls: Iterable[int], ignored: Collection[str] = ()) -> None:
    """Join overlapping sightings of one response, also across traces; later ones are replays."""
    sightings: dict[str, list[int]] = defaultdict(list)
    for index in calls:
        response_id = decisions.observations[index].response_id
        if response_id:
            sightings[response_id].append(index)
    for response_id in sorted(key for key, seen in sightings.items() if 1 < len(seen) <= MAX_SIGHTINGS):
        if response_id not in ignored:
            _join(decisions, response_id, sightings[response_id])


def _join(decisions: Decisions, response_id: str, seen: list[int]) -> None:
    originals: list[int] = []
    for group in _groups(decisions, seen):
        winner = max(group, key=decisions.strength)
        for index in group:
            if index != winner:
                decisions.lose(index, winner, Uncounted.SAME_RESPONSE)
        first = _original(decisions, winner, originals) if DISTINCTIVE.search(response_id) else None
        if first is None:
            originals.append(winner)
        else:
            decisions.lose(winner, first, Uncounted.REPLAY)


def _groups(decisions: Decisions, seen: list[int]) -> list[list[int]]:
    """The sightings cut wherever they stop to overlap, and by model family; earliest first."""
    observations = decisions.observations
    open_groups: list[list[int]] = []
    groups: list[list[int]] = []
    for index in sorted(seen, key=lambda index: (observations[index].start, decisions.strength(index))):
        one = observations[index]
        open_groups = [
            group for group in open_groups if max(observations[i].end for i in group) + SKEW >= one.start
        ]
        fitting = (group for group in open_groups if _fits(decisions, index, group))
        group = next(fitting, None)
        if group is None:
            group = []
            open_groups.append(group)
            groups.append(group)
        group.append(index)
    return groups


def _fits(decisions: Decisions, index: int, group: list[int]) -> bool:
    family = decisions.observations[index].model
    return all(same_family(family, decisions.observations[other].model) for other in group)


def _original(decisions: Decisions, index: int, originals: list[int]) -> int | None:
    """The earlier call that this one repeats: equal tokens and family, not too long ago."""
    one = decisions.observations[index]
    if not one.known:
        return None
    for other_index in originals:
        other = decisions.observations[other_index]
        if (
            (one.input_tokens, one.output_tokens) == (other.input_tokens, other.output_tokens)
            and same_family(one.model, other.model)
            and one.start - other.start <= REPLAY_WINDOW
        ):
            return other_index
    return None
