"""What a budget is about and how it stands. Pure."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from finops.core.periods import Days
from finops.spend.types import Filter, Measure

NO_VALUE = ""  # of a budget that is not one for each value of a dimension


class Period(StrEnum):
    """How long a budget lasts until the next one begins. Fiscal ones follow the organisation's year."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_QUARTER = "fiscal_quarter"
    FISCAL_YEAR = "fiscal_year"


class Kind(StrEnum):
    """What a threshold looks at: what was spent, or where the period is expected to end."""

    ACTUAL = "actual"
    FORECAST = "forecast"


class Enforcement(StrEnum):
    """What programs that ask before a call are told once the budget is used up."""

    OFF = "off"  # they are not told about this budget
    SHADOW = "shadow"  # what would be denied is written down, and allowed
    WARN = "warn"
    DENY = "deny"


class Scope(NamedTuple):
    """What a budget is about: charges that pass all filters, one budget for each value of `each`."""

    filters: tuple[Filter, ...] = ()
    each: str | None = None

    @property
    def dimensions(self) -> frozenset[str]:
        """Every dimension it asks for."""
        return frozenset(wanted.dimension for wanted in self.filters) | ({self.each} if self.each else set())


class Threshold(NamedTuple):
    """A share of the amount, in percent, that is told when it is reached."""

    kind: Kind
    percent: int


class Terms(NamedTuple):
    """What a budget says, apart from who it belongs to. Amounts are USD, tokens or calls."""

    scope: Scope
    measure: Measure
    amount: Decimal
    period: Period
    zone: str
    starts_on: dt.date
    rollover: bool = False
    thresholds: tuple[Threshold, ...] = ()


class Spent(NamedTuple):
    """Sums of what counts. Cost is USD and leaves out what has no price, tokens what nobody counted."""

    cost: Decimal = Decimal(0)
    tokens: int = 0
    calls: int = 0
    unpriced_calls: int = 0
    unknown_calls: int = 0

    def __add__(self, other: object) -> "Spent":
        """Both together."""
        if not isinstance(other, Spent):
            return NotImplemented
        return Spent(
            self.cost + other.cost,
            self.tokens + other.tokens,
            self.calls + other.calls,
            self.unpriced_calls + other.unpriced_calls,
            self.unknown_calls + other.unknown_calls,
        )

    def of(self, measure: Measure) -> Decimal:
        """The sum a budget of this measure looks at."""
        if measure == Measure.COST:
            return self.cost
        return Decimal(self.tokens if measure == Measure.TOKENS else self.calls)

    def left_out(self, measure: Measure) -> int:
        """Calls that the sum knows nothing of: without a price, or without a number of tokens."""
        return {Measure.COST: self.unpriced_calls, Measure.TOKENS: self.unknown_calls}.get(measure, 0)


class Backtest(NamedTuple):
    """How right forecasts made so many days before the end of earlier periods would have been."""

    ahead: int
    made: int  # 0: there are too few days to try any
    inside: int  # of them: the end lay within the interval
    error: Decimal | None  # the median, as a share of the end; None: nothing was spent


class Forecast(NamedTuple):
    """Where a period is expected to end, and between which bounds four times of five. USD, tokens, calls."""

    expected: Decimal
    low: Decimal
    high: Decimal
    method: str
    days: int  # of data it was made from
    backtest: Backtest | None = None  # None: not tried yet

    def shifted(self, amount: Decimal) -> "Forecast":
        """With so much more that is known already."""
        moved = self._replace(expected=self.expected + amount, low=self.low + amount)
        return moved._replace(high=self.high + amount)

    def at_least(self, amount: Decimal) -> "Forecast":
        """What was spent already is the least it can end with."""
        raised = self._replace(expected=max(self.expected, amount), low=max(self.low, amount))
        return raised._replace(high=max(self.high, amount))


class Standing(NamedTuple):
    """How one budget stands in one period. `amount` has what was carried over in it."""

    value: str
    days: Days
    amount: Decimal
    spent: Decimal
    left_out: int = 0
    forecast: Forecast | None = None

    @property
    def share(self) -> Decimal:
        """Spent of the amount; 1 is all of it."""
        return self.spent / self.amount

    @property
    def left(self) -> Decimal:
        """What is left; below 0 where more was spent."""
        return self.amount - self.spent
