"""What a budget may say."""

import datetime as dt
from decimal import Decimal

from finops.accounts.zones import is_zone
from finops.budgets.types import Enforcement, Kind, Scope, Terms, Threshold
from finops.core.periods import FIRST_DAY, LAST_DAY
from finops.spend.dimensions import all_dimensions
from finops.spend.query import SOURCES
from finops.spend.types import Filter, Measure

MOST_AMOUNT = Decimal(10) ** 18
MOST_PERCENT, MOST_THRESHOLDS = 1000, 10
MOST_VALUES, LONGEST_VALUE = 50, 512
SMALLEST = Decimal("0.01")


class BadBudget(ValueError):
    """A budget that cannot be; the message says why and what would do. `field` is what it is about."""

    def __init__(self, field: str, problem: str) -> None:
        self.field = field
        super().__init__(problem)


def check(terms: Terms) -> None:
    """Raises BadBudget for what cannot be evaluated."""
    _check_amount(terms.measure, terms.amount)
    _check_scope(terms.scope)
    _check_thresholds(terms.thresholds)
    if not is_zone(terms.zone):
        raise BadBudget(
            "time_zone", f"There is no time zone {terms.zone[:60]!r}. Write it as Europe/Berlin, or UTC."
        )
    if not FIRST_DAY <= terms.starts_on < LAST_DAY - dt.timedelta(days=732):
        raise BadBudget("starts_on", "Choose a day between 2000 and 2097.")


def check_enforcement(enforcement: Enforcement, scope: Scope) -> None:
    """Raises BadBudget where programs that ask before a call cannot be answered."""
    if enforcement != Enforcement.OFF and any(one.missing for one in scope.filters):
        raise BadBudget(
            "enforcement", "Who asks before a call names a value, so spend without one cannot be held back."
        )


def _check_amount(measure: Measure, amount: Decimal) -> None:
    if not amount.is_finite() or not 0 < amount <= MOST_AMOUNT:
        raise BadBudget("amount", "The amount must be more than 0.")
    if measure == Measure.COST and amount < SMALLEST:
        raise BadBudget("amount", "The smallest budget is a cent.")
    if measure != Measure.COST and amount != amount.to_integral_value():
        raise BadBudget("amount", f"{str(measure).capitalize()} are whole numbers.")


def _check_scope(scope: Scope) -> None:
    known = all_dimensions()
    for name in scope.dimensions - known.keys():
        raise BadBudget("filters", f"There is no dimension {name[:60]!r}. Choose from: {', '.join(known)}.")
    if len(scope.dimensions & SOURCES.keys()) > 1:
        raise BadBudget(
            "filters", "Customer and end user are kept in rollups of their own: choose one of them."
        )
    if scope.each and any(one.dimension == scope.each and one.missing for one in scope.filters):
        raise BadBudget("each", "What has no value cannot have a budget for each value.")
    for one in scope.filters:
        _check_filter(one)


def _check_filter(wanted: Filter) -> None:
    if not wanted.values and not wanted.missing:
        raise BadBudget("filters", f"Say which {wanted.dimension} it is about, or leave it out.")
    if len(wanted.values) > MOST_VALUES:
        raise BadBudget("filters", f"A budget takes at most {MOST_VALUES} values of a dimension.")
    if any(not value or len(value) > LONGEST_VALUE or "\x00" in value for value in wanted.values):
        raise BadBudget("filters", f"A value has 1 to {LONGEST_VALUE} characters.")


def _check_thresholds(thresholds: tuple[Threshold, ...]) -> None:
    if len(thresholds) > MOST_THRESHOLDS or len(set(thresholds)) < len(thresholds):
        raise BadBudget("thresholds", f"At most {MOST_THRESHOLDS} different thresholds.")
    if any(not 1 <= one.percent <= MOST_PERCENT for one in thresholds):
        raise BadBudget("thresholds", f"A threshold is a whole percentage from 1 to {MOST_PERCENT}.")


def in_order(thresholds: set[Threshold]) -> tuple[Threshold, ...]:
    """Actual ones first, the lowest first."""
    return tuple(sorted(thresholds, key=lambda one: (one.kind != Kind.ACTUAL, one.percent)))
