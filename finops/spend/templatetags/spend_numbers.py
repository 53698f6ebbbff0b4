"""Exact figures and ids, where a page explains rather than summarises."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from finops.attribution.custom import PREFIX
from finops.core.formatting import DASH, MINUS, exact_amount
from finops.core.parameters import hex_from_signed
from finops.core.templatetags import format  # noqa: A004
from finops.spend.charge_types import ChargeRow
from finops.spend.dimensions import label_of
from finops.spend.types import Measure, Measures

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
def custom_values(charge: ChargeRow) -> list[tuple[str, str]]:
    """Label and value of each custom dimension that a charge has."""
    return [(label_of(PREFIX + name), value) for name, value in charge.custom_values.items()]


@register.filter
def measured(value: Decimal | int | None, measure: str) -> SafeString | str:
    """A sum of the measure a page is about; a dash for None."""
    if measure == Measure.COST:
        return format.money(None if value is None else Decimal(value))
    known = None if value is None else int(value)
    return format.tokens(known) if measure == Measure.TOKENS else format.count(known)


@register.filter
def told(measures: Measures, name: str) -> int | None:
    """A sum of tokens; None when no call of the group said how many it took, or all failed."""
    amount: int = getattr(measures, name)
    return amount if measures.calls and measures.tokens_known else None


@register.filter
def unit(value: str) -> str:
    """A billable unit in words: `cache_read_tokens` reads `cache read tokens`."""
    return value.replace("_", " ")
