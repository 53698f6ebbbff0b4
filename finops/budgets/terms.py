"""What a budget says, between the columns that store it, JSON and words. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from finops.budgets.models import Budget
from finops.budgets.periods import LABELS
from finops.budgets.types import Kind, Period, Scope, Terms, Threshold
from finops.core import formatting
from finops.core.charts.units import Unit, text
from finops.spend import links
from finops.spend.chart import UNITS
from finops.spend.types import Filter, Measure

Stored = dict[str, list[str | None]]


def terms_of(budget: Budget) -> Terms:
    """What a stored budget says."""
    return Terms(
        Scope(filters_in(budget.filters), budget.each or None),
        Measure(budget.measure),
        budget.amount,
        Period(budget.period),
        budget.time_zone,
        budget.starts_on,
        budget.rollover,
        tuple(Threshold(Kind(kind), percent) for kind, percent in budget.thresholds),
    )


def columns(terms: Terms) -> dict[str, Any]:
    """The columns that store it."""
    return {
        "filters": filters_out(terms.scope.filters),
        "each": terms.scope.each or "",
        "measure": str(terms.measure),
        "amount": terms.amount,
        "period": str(terms.period),
        "time_zone": terms.zone,
        "starts_on": terms.starts_on,
        "rollover": terms.rollover,
        "thresholds": [[str(one.kind), one.percent] for one in terms.thresholds],
    }


def as_json(terms: Terms) -> dict[str, Any]:
    """The same for a JSON column, the audit log and files."""
    return {**columns(terms), "amount": plain(terms.amount), "starts_on": terms.starts_on.isoformat()}


def from_json(stored: Mapping[str, Any]) -> Terms:
    """What `as_json` made of it."""
    typed = {"amount": Decimal(stored["amount"]), "starts_on": dt.date.fromisoformat(stored["starts_on"])}
    return terms_of(Budget(**{**stored, **typed}))


def filters_in(stored: Mapping[str, Sequence[str | None]]) -> tuple[Filter, ...]:
    """Filters as spend is asked with them, in the order of their names."""
    return tuple(
        Filter(name, tuple(value for value in stored[name] if value is not None), None in stored[name])
        for name in sorted(stored)
    )


def filters_out(filters: Iterable[Filter]) -> Stored:
    """Wanted values by dimension."""
    return {one.dimension: [*sorted(one.values), *([None] if one.missing else [])] for one in filters}


def plain(amount: Decimal) -> str:
    """An amount without zeros at its end: `1500`, `0.25`."""
    return f"{amount.normalize():f}"


def unit(measure: Measure) -> Unit:
    """What amounts of a budget are counted in."""
    return UNITS[measure]


def amount_text(measure: Measure, amount: Decimal | None) -> str:
    """An amount as people read it: `$1,500.00`, `1.20 M tokens`, `300 calls`."""
    words = text(unit(measure), amount)
    return words if measure == Measure.COST or amount is None else f"{words} {measure}"


def scope_words(scope: Scope) -> str:
    """`Team support, journey refund, for each customer`; `All spend` without any filter."""
    parts = [f"{links.label_of(one.dimension).lower()} {links.value_of(one)}" for one in scope.filters]
    words = ", ".join(parts) or "all spend"
    if scope.each:
        words += f", for each {links.label_of(scope.each).lower()}"
    return words[0].upper() + words[1:]


def period_words(terms: Terms) -> str:
    """`$1,500.00 a month`."""
    return f"{amount_text(terms.measure, terms.amount)} a {LABELS[terms.period]}"


def threshold_words(threshold: Threshold) -> str:
    """`80 % spent`, `100 % expected`."""
    words = "spent" if threshold.kind == Kind.ACTUAL else "expected"
    return f"{formatting.count(threshold.percent)}{formatting.SPACE}% {words}"
