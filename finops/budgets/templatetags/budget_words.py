"""Template filters of budgets."""

from decimal import Decimal
from typing import Any

from django import template

from finops.budgets import pages, states, terms
from finops.budgets.models import Firing
from finops.budgets.periods import LABELS
from finops.budgets.types import Standing, Terms, Threshold
from finops.core import formatting
from finops.core.date_range import spelled
from finops.core.periods import Days
from finops.spend.types import Measure

register = template.Library()


@register.filter
def about(said: Terms) -> str:
    """What it is about, in words."""
    return terms.scope_words(said.scope)


@register.filter
def each_period(said: Terms) -> str:
    """`$1,500.00 a month`."""
    return terms.period_words(said)


@register.filter
def of_measure(value: Any, measure: Measure | str) -> str:
    """An amount with its unit; a dash for what is unknown, which templates give as an empty text."""
    return terms.amount_text(Measure(measure), value if isinstance(value, Decimal) else None)


@register.filter
def percent(share: Decimal) -> str:
    """A share of the amount: `84 %`, more than 100 where more was spent; never rounded up to a whole."""
    value = int(share * 100)
    return (
        f"<{formatting.SPACE}1{formatting.SPACE}%"
        if 0 < share < Decimal("0.01")
        else f"{value}{formatting.SPACE}%"
    )


@register.filter
def bar(standing: Standing) -> pages.Bar:
    """The parts of its bar."""
    return pages.bar(standing)


@register.filter
def state(standing: Standing, said: Terms) -> states.State:
    """How it does, in a word."""
    return states.state_of(standing, said)


@register.filter
def told(threshold: Threshold) -> str:
    """A threshold in words."""
    return terms.threshold_words(threshold)


@register.filter
def fired(firing: Firing) -> str:
    """The threshold that fired, in words."""
    said = terms.from_json(firing.terms)
    kind = next(one.kind for one in said.thresholds if str(one.kind) == firing.kind)
    return terms.threshold_words(Threshold(kind, firing.percent))


@register.filter
def days(found: Any) -> str:
    """`Nov 1 to Nov 30, 2026`."""
    return spelled(Days(*found))


@register.filter
def period_label(said: Terms) -> str:
    """`month`, `fiscal quarter`."""
    return LABELS[said.period]
