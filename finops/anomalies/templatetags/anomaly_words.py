"""Template filters of anomalies."""

from decimal import Decimal

from django import template

from finops.anomalies import words
from finops.core import formatting

register = template.Library()


@register.filter
def times(value: Decimal | None) -> str:
    """`9x`; a dash where that cannot be said."""
    return words.times(value) if isinstance(value, Decimal) else formatting.DASH


@register.filter
def rate(value: Decimal | None, name: str) -> str:
    """Calls and tokens as numbers, costs as money; a dash for what is unknown."""
    if not isinstance(value, Decimal):
        return formatting.DASH
    return str(formatting.amount(value)) if name.startswith("Cost") else formatting.count(round(value))


@register.filter
def percent(share: Decimal) -> str:
    """A share of the jump: `71 %`, below zero where it went the other way."""
    return formatting.count(round(share * 100)) + f"{formatting.SPACE}%"
