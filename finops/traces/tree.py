"""What a tree of spans adds up to and what it waited for. Pure; any depth, thousands of siblings."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.spend.types import known_cost
from finops.traces.waterfall import Bar

ROUNDING = 1000  # nanoseconds: starts are kept to the microsecond, durations exactly
NOBODY = -1


class Usage(NamedTuple):
    """What counted calls took. The cost is in USD and leaves out what is unpriced."""

    calls: int
    unpriced: int
    cost: Decimal
    input_tokens: int
    output_tokens: int

    @property
    def known_cost(self) -> Decimal | None:
        """The cost, or None when not one of the calls has a price."""
        return known_cost(self.calls, self.unpriced, self.cost)


def parents(bars: Sequence[Bar]) -> list[int]:
    """The position of the row above which each row hangs in, `NOBODY` for those at the left."""
    found: list[int] = []
    above: list[int] = []
    for position, bar in enumerate(bars):
        del above[bar.depth :]
        found.append(above[-1] if above else NOBODY)
        above.append(position)
    return found


def subtotals(above: Sequence[int], own: Sequence[Usage | None]) -> list[Usage | None]:
    """What each row and everything below it comes to; None where nothing counts."""
    sums = list(own)
    for position in range(len(sums) - 1, -1, -1):
        parent, amount = above[position], sums[position]
        if parent == NOBODY or amount is None:
            continue
        beside = sums[parent]
        sums[parent] = amount if beside is None else _plus(beside, amount)
    return sums


def critical_path(bars: Sequence[Bar], above: Sequence[int]) -> dict[int, int]:
    """The rows the whole trace waited for, and how many nanoseconds it waited for each alone.

    From the end back to the start: of the spans that could have held up what followed, the one that
    finished last, and so on before it began.
    """
    if not bars:
        return {}
    begins = [bar.begins_ns for bar in bars]
    ends = [bar.ends_ns for bar in bars]
    below: dict[int, list[int]] = defaultdict(list)
    for position, parent in enumerate(above):
        below[parent].append(position)
    waited: dict[int, int] = {}
    waits = [Wait(NOBODY, 0, bars[0].whole_ns)]
    while waits:
        wait = waits.pop()
        steps, alone = _walk_back(wait, below[wait.position], begins, ends)
        waits += steps
        if wait.position != NOBODY:
            waited[wait.position] = alone
    return waited


class Wait(NamedTuple):
    """A row that holds up the trace from one moment to another, in nanoseconds."""

    position: int
    since: int
    until: int


def _walk_back(wait: Wait, children: list[int], begins: list[int], ends: list[int]) -> tuple[list[Wait], int]:
    """The children waited for meanwhile, last first, and how long for none of them."""
    steps: list[Wait] = []
    alone, cursor = 0, wait.until
    for child in sorted(children, key=ends.__getitem__, reverse=True):
        if steps and ends[child] > cursor + ROUNDING:
            continue  # it ran beside the one after it
        since, finished = max(begins[child], wait.since), min(ends[child], cursor)
        if since < finished:
            alone += cursor - finished
            steps.append(Wait(child, since, finished))
            cursor = since
    return steps, alone + cursor - wait.since


def _plus(one: Usage, other: Usage) -> Usage:
    return Usage(
        one.calls + other.calls,
        one.unpriced + other.unpriced,
        one.cost + other.cost,
        one.input_tokens + other.input_tokens,
        one.output_tokens + other.output_tokens,
    )
