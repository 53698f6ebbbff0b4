"""Exact figures and ids, where a page explains rather than summarises."""

from decimal import Decimal

from django import template

from finops.core.formatting import DASH, MINUS, exact_amount
from finops.core.parameters import hex_from_signed

register = template.Library()


@register.filter
def exact(value: Decimal | None) -> str:
    """US dollars to the last digit; a dash for None."""
    return DASH if value is None else exact_amount(value)


@register.filter
def signed(value: Decimal) -> str:
    """A difference in US dollars in words: `$0.10 more`, `$0.10 less`."""
    return f"{exact_amount(abs(value))} {'less' if value < 0 else 'more'}".replace(MINUS, "")


@register.filter
def hex_id(value: int) -> str:
    """A 64-bit id as OpenTelemetry writes it."""
    return hex_from_signed(value)


@register.filter
def unit(value: str) -> str:
    """A billable unit in words: `cache_read_tokens` reads `cache read tokens`."""
    return value.replace("_", " ")
