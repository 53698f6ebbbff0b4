"""Filters of the Overview."""

from decimal import Decimal

from django import template

from finops.core import formatting

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
