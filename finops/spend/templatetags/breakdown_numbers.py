"""Template filters of journeys, models and customers."""

from decimal import Decimal

from django import template

from finops.core import formatting
from finops.spend.breakdowns.parts import Part
from finops.spend.breakdowns.types import Row

register = template.Library()


@register.filter
def moved(row: Row | Part) -> str:
    """How its cost changed; `new` when there was none before, a dash when one side is unknown."""
    if row.cost is None or row.before is None:
        return formatting.DASH
    return "new" if not row.before and row.cost else formatting.change(row.cost, row.before)


@register.filter
def compared(now: Decimal | None, before: Decimal | None) -> str:
    """The middle of a sentence: `18 % more than`."""
    if now is None or not before:
        return "not comparable with"
    change = formatting.change(now, before)
    if change.startswith("±"):
        return "as much as"
    return f"{change[1:]} {'more' if now > before else 'less'} than"
