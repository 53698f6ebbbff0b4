"""G1: the same response id, the model family and the time say that two spans saw one call."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from finops.ledger.ownership.decisions import Decisions
from finops.ledger.ownership.family import same_family
from finops.ledger.ownership.records import Observation
from finops.ledger.types import Uncounted

SKEW = 5_000_000  # microseconds by which clocks of two machines may differ
REPLAY_WINDOW = 30 * 86_400_000_000  # microseconds in which a stored response may be fetched again
# An id seen more often tells calls apart no better than none: some servers send the same one always.
MAX_IN_TRACE = 64
MAX_TRACES = 32
MAX_SIGHTINGS = 2048
# Local servers number their responses with a few digits: such an id is no proof without the time.
DISTINCTIVE = re.compile(r"[^-_]{8}$")


class _Group:
    """Overlapping sightings of one response."""

    def __init__(self) -> None:
        self.members: list[int] = []
        self.family: str | None = None
        self.end = 0


def join_responses(decisions: Decisions, calls: Iterable[int], ignored: Collection[str] = ()) -> None:
    """Join overlapping sightings of one response; later ones are replays.

    Joins across traces, except for ids in `ignored` and those seen too often, which join inside a trace.
    """
    sightings: dict[str, list[int]] = defaultdict(list)
    for index in calls:
        response_id = decisions.observations[index].response_id
        if response_id:
            sightings[response_id].append(index)
    for response_id in sorted(key for key, seen in sightings.items() if len(seen) > 1):
        for seen in _joinable(decisions.observations, sightings[response_id], response_id in ignored):
            _join(decisions, seen, bool(DISTINCTIVE.search(response_id)))


def is_too_common(traces: int, sightings: int) -> bool:
    """Whether an id is seen too often to join calls of different traces."""
    return traces > MAX_TRACES or sightings > MAX_SIGHTINGS


def _joinable(observations: Sequence[Observation], seen: list[int], ignored: bool) -> list[list[int]]:
    by_trace: dict[bytes, list[int]] = defaultdict(list)
    for index in seen:
        by_trace[observations[index].trace_id].append(index)
    ignored = ignored or is_too_common(len(by_trace), len(seen))
    inside = [by_trace[trace_id] for trace_id in sorted(by_trace) if len(by_trace[trace_id]) <= MAX_IN_TRACE]
    return inside if ignored else [[index for members in inside for index in members]]


def _join(decisions: Decisions, seen: list[int], distinctive: bool) -> None:
    originals: list[int] = []
    for group in _groups(decisions, seen):
        winner = max(group, key=decisions.strength)
        for index in group:
            if index != winner:
                decisions.lose(index, winner, Uncounted.SAME_RESPONSE)
        first = _original(decisions, winner, originals) if distinctive else None
        if first is None:
            originals.append(winner)
        else:
            decisions.lose(winner, first, Uncounted.REPLAY)


def _groups(decisions: Decisions, seen: list[int]) -> list[list[int]]:
    """The sightings cut wherever they stop to overlap, and by model family; earliest first."""
    observations = decisions.observations
    running: list[_Group] = []
    groups: list[_Group] = []
    for index in sorted(seen, key=lambda index: (observations[index].start, decisions.strength(index))):
        one = observations[index]
        running = [group for group in running if group.end + SKEW >= one.start]
        group = next((group for group in running if same_family(one.model, group.family)), None)
        if group is None:
            group = _Group()
            running.append(group)
            groups.append(group)
        group.members.append(index)
        group.family = group.family or one.model
        group.end = max(group.end, one.end)
    return [group.members for group in groups]


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
