"""What a breakdown is asked for, and what it answers."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.core.periods import Days, Instants
from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.quantiles import Basis, Latency
from finops.spend.comparison import Comparison
from finops.spend.params import Range
from finops.spend.types import Filter, Measures


class Question(NamedTuple):
    """Which of the kinds, over which days, beside which days, narrowed to what."""

    kind: Kind
    range: Range
    before: Days
    time: Instants  # what the days cover
    filters: tuple[Filter, ...] = ()
    compare: Comparison = Comparison.PREVIOUS

    @property
    def days(self) -> Days:
        """The days it tells of."""
        return self.range.days

    @property
    def compares(self) -> bool:
        """Whether it tells of the days before as well."""
        return self.compare is not Comparison.NONE

    def only(self, values: Sequence[str | None]) -> "Question":
        """The same question about some values of its kind, which passed its filters."""
        dimension = self.kind.dimension
        wanted = Filter(dimension, tuple(one for one in values if one is not None), missing=None in values)
        others = tuple(one for one in self.filters if one.dimension != dimension)
        return self._replace(filters=(*others, wanted))


class Runs(NamedTuple):
    """Runs, all of the range when `complete`, otherwise those among its newest traces. USD."""

    size: int
    priced_size: int
    cost: Decimal
    latency: Latency | None
    complete: bool


class Counted(NamedTuple):
    """All runs of a value by the rollups. USD."""

    value: str | None
    size: int
    priced_size: int
    cost: Decimal


class Tokens(NamedTuple):
    """Tokens by kind; None when no call said how many it took. Names as in `Measures`."""

    input_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None


class Row(NamedTuple):
    """One journey, model or customer; the value is None for what nobody claims.

    What follows the sums is None when it is unknown, and until its details are read.
    """

    value: str | None
    measures: Measures
    before: Decimal | None = None  # USD; 0 when there was nothing, None also where nothing is compared
    runs: int | None = None
    run_cost: Decimal | None = None  # USD
    latency: Latency | None = None
    first_token: Latency | None = None  # of calls that were streamed

    @property
    def cost(self) -> Decimal | None:
        """What it cost in USD."""
        return self.measures.known_cost

    @property
    def difference(self) -> Decimal | None:
        """How much more it cost than before; None when one side is unknown."""
        return None if self.cost is None or self.before is None else self.cost - self.before

    @property
    def tokens(self) -> Tokens:
        """Its tokens."""
        known = self.measures.tokens_known
        return Tokens(*(getattr(self.measures, name) for name in Tokens._fields)) if known else Tokens()

    @property
    def attempts(self) -> int:
        """Calls that were counted and calls that failed; those that are both count twice."""
        return self.measures.calls + self.measures.errors

    @property
    def cached_share(self) -> Decimal | None:
        """How much of its input came from a cache."""
        return _share(self.measures.cache_read_tokens, self.tokens.input_tokens or 0)

    @property
    def failed_share(self) -> Decimal | None:
        """How many of its calls failed."""
        return _share(self.measures.errors, self.attempts)


class Breakdown(NamedTuple):
    """All rows without their details, the dearest first, and their sums; `cut` when there are more.

    Of `ranked` ones only the order is known, and the sums of what nobody claims.
    """

    rows: list[Row]
    totals: Measures
    before: Measures
    cut: bool
    ranked: bool = False


class Details(NamedTuple):
    """Rows with everything that is known of them, in the order they came in."""

    rows: list[Row]
    sampled: bool  # runs were counted among the newest traces only
    basis: Basis | None  # of the percentiles; None when there are none


class TopRun(NamedTuple):
    """One run, and its place among the dearest and among the longest."""

    project_id: int
    trace_id: uuid.UUID
    name: str
    start_time: dt.datetime
    duration_ns: int
    cost: Decimal | None
    error_count: int
    by_cost: int
    by_duration: int


RunsByValue = Mapping[str | None, Runs]
LatencyByValue = Mapping[str | None, Latency | None]


class Took(NamedTuple):
    """How long calls took, and until their first token where they were streamed."""

    calls: LatencyByValue
    first_tokens: LatencyByValue


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
