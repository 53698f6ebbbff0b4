"""Filters of the Overview."""

from decimal import Decimal

from django import template
from django.utils.html import format_html

from finops.core import formatting
from finops.core.templatetags.format import money
from finops.overview.movers import Mover

register = template.Library()
ROUGH = 100


@register.filter
def rough_money(value: Decimal) -> str:
    """US dollars of an estimate: cents only under a hundred, where they are not pretence."""
    return f"${value:,.0f}" if abs(value) >= ROUGH else str(formatting.amount(value))


@register.filter
def signed_money(value: Decimal) -> str:
    """US dollars with a sign, for a difference."""
    return f"{'+' if value > 0 else ''}{formatting.amount(value)}"


@register.filter
def moved(mover: Mover) -> str:
    """How much more than last month, in percent with the money on hover; a dash when one side is unknown."""
    now, before = mover.beside
    if mover.difference is None:
        return money(None)
    if not before.calls or not now.calls:
        return "gone" if before.calls else "new"
    change = formatting.change(now.cost, before.cost)
    return format_html('<span title="{}">{}</span>', signed_money(mover.difference), change)
