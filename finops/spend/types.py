"""What spend is asked for, and what it answers."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from finops.core.periods import Days


def known_cost(calls: int, unpriced_calls: int, cost: Decimal) -> Decimal | None:
    """The cost of a group, or None when not one of its calls has a price: unknown is not zero."""
    return None if unpriced_calls >= calls > 0 and not cost else cost


class Interval(StrEnum):
    """How time is cut. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Measure(StrEnum):
    """What a page of spend is about. Tokens are input and output together."""

    COST = "cost"
    TOKENS = "tokens"
    CALLS = "calls"


class Order(NamedTuple):
    """By what groups are ordered: a dimension, `period`, or a column of sums (`query.SORTS`)."""

    by: str
    descending: bool = True


class Filter(NamedTuple):
    """Wanted values of one dimension; `missing` wants what has no value as well."""

    dimension: str
    values: tuple[str, ...] = ()
    missing: bool = False


class SpendQuery(NamedTuple):
    """One question: which days of the organisation, of what, by what."""

    days: Days
    group_by: tuple[str, ...] = ()
    interval: Interval | None = None
    filters: tuple[Filter, ...] = ()
    project_ids: tuple[int, ...] | None = None  # what the reader may see; None: all
    parts: bool = False  # whether the parts of the cost are wanted too
    of: Measure | None = None  # the only measure that is wanted, with calls and cost; None: all of them

    @property
    def dimensions(self) -> frozenset[str]:
        """Every dimension it groups by or filters on."""
        return frozenset(self.group_by) | {wanted.dimension for wanted in self.filters}


class Measures(NamedTuple):
    """Sums of a group. Costs are USD and leave out what has no price; see `known_cost`. The parts of the
    cost are None unless they were asked for."""

    calls: int
    errors: int
    unpriced_calls: int
    unknown_calls: int
    input_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    output_tokens: int
    reasoning_tokens: int
    cost: Decimal
    cost_input: Decimal | None
    cost_cache_read: Decimal | None
    cost_cache_write: Decimal | None
    cost_output: Decimal | None
    cost_other: Decimal | None

    @property
    def known_cost(self) -> Decimal | None:
        """The cost, or None when not one call of the group has a price."""
        return known_cost(self.calls, self.unpriced_calls, self.cost)

    def of(self, measure: Measure) -> Decimal | int | None:
        """The sum a page is about; None when it is unknown."""
        if measure == Measure.COST:
            return self.known_cost
        if measure == Measure.CALLS:
            return self.calls
        return self.input_tokens + self.output_tokens if self.tokens_known else None

    @property
    def tokens_known(self) -> bool:
        """Whether any call of the group said how many tokens it took."""
        return self.calls == 0 or self.unknown_calls < self.calls


class SpendRow(NamedTuple):
    """One group: its period (None without an interval), its values in the order asked for, its sums."""

    period: dt.date | None
    values: tuple[str | None, ...]
    measures: Measures


class Unattributed(NamedTuple):
    """What no one claimed in one dimension."""

    dimension: str
    calls: int
    unpriced_calls: int
    cost: Decimal

    @property
    def known_cost(self) -> Decimal | None:
        """The cost, or None when not one of the calls has a price."""
        return known_cost(self.calls, self.unpriced_calls, self.cost)


class Totals(NamedTuple):
    """Everything the filters let through, whatever page of groups is shown."""

    measures: Measures
    unattributed: tuple[Unattributed, ...]
