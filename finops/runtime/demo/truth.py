"""What the demo world was billed, known from its records alone: what the ledger must come to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from finops.runtime.demo.records import NOTHING_USED, Run, Tokens
from finops.runtime.demo.world import SERVICES


class Owner(NamedTuple):
    """Who used which model."""

    team: str | None
    model: str


class Billed(NamedTuple):
    """Calls that were billed and their tokens."""

    calls: int
    tokens: Tokens


def billed(runs: Iterable[Run]) -> dict[Owner, Billed]:
    """What every team was billed for every model. A failed call is not billed."""
    found: dict[Owner, Billed] = defaultdict(lambda: Billed(0, NOTHING_USED))
    for run in runs:
        for call in run.calls:
            if call.tokens is not None:
                owner = Owner(SERVICES[run.service].team, call.model.response)
                sofar = found[owner]
                found[owner] = Billed(sofar.calls + 1, sofar.tokens.plus(call.tokens))
    return dict(found)
