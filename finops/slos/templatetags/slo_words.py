"""SLOs in words, for templates."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from finops.core import formatting
from finops.slos import lines, words
from finops.slos.models import SloAlert

register = template.Library()
BAR = (
    '<svg class="budget-bar {}" aria-hidden="true"><rect class="whole" width="100%" height="8" rx="2"/>'
    '<rect class="left" width="{}" height="8" rx="2"/></svg>'
)
SPANS = {"1h": ("an hour", "5 minutes"), "6h": ("6 hours", "30 minutes"), "3d": ("3 days", "6 hours")}


@register.simple_tag
def budget_bar(share: Fraction, tone: str) -> SafeString:
    """What is left of a budget as a bar; the words stand beside it."""
    return format_html(BAR, tone, lines.bar_width(share))


@register.filter
def why(alert: SloAlert) -> str:
    """Why an alert started."""
    told, (long, short) = alert.why, SPANS[alert.tier]
    bad, total = formatting.count(told["long_bad"]), formatting.count(told["long_total"])
    return (
        f"In {long} {bad} of {total} were bad, {_rounded(told['long_burn'])} times what is allowed; "
        f"in {short} {_rounded(told['short_burn'])} times. It starts at {_rounded(told['factor'])}."
    )


@register.filter
def named(value: str) -> str:
    """The name of a field in a sentence."""
    return value.replace("_", " ")


@register.filter
def plainly(value: Any) -> str:
    """A stored value in a list of changes."""
    return str(value) if value not in ("", None) else "none"


def _rounded(text: str | None) -> str:
    return formatting.DASH if text is None else words.burn_text(Fraction(Decimal(text)))
