"""One side of a comparison."""

from decimal import Decimal
from typing import NamedTuple

from finops.spend.breakdowns.quantiles import Latency


class Step(NamedTuple):
    """Calls made in a step, and what they cost in USD; None when none of them has a price."""

    name: str | None
    calls: int
    cost: Decimal | None


class Side(NamedTuple):
    """Runs and what all of them took; None is unknown. `newest`: how many were looked at, None for all."""

    label: str
    runs: int
    failed: int
    calls: int
    tokens: int | None
    cost: Decimal | None  # USD
    unpriced_calls: int
    latency: Latency | None
    first_token: Latency | None
    steps: tuple[Step, ...] = ()
    newest: int | None = None

    def per_run(self, sum_of: Decimal | int | None) -> Decimal | None:
        """A sum by run; None without runs."""
        return None if sum_of is None or not self.runs else Decimal(sum_of) / self.runs
