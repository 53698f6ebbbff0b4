"""Template filters of journeys, models and customers."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from finops.core import formatting
from finops.core.templatetags.format import duration
from finops.spend.breakdowns.parts import Part
from finops.spend.breakdowns.quantiles import Basis, Latency, Quantile
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


@register.simple_tag
def percentile(took: Latency | None, name: str, of: str) -> SafeString | str:
    """`median`, `p95` or `p99`, what it was found from on hover; of a sample also how far it may be off."""
    if took is None:
        return duration(None)
    quantile: Quantile = getattr(took, name)
    found = format_html(
        '<span title="{}, {}">{}</span>',
        _basis(took, quantile),
        formatting.counted(took.size, of),
        formatting.duration(quantile.value),
    )
    return found if took.basis is not Basis.SAMPLE else format_html("{} {}", found, _bound(quantile))


def _basis(took: Latency, quantile: Quantile) -> str:
    if took.basis is Basis.HISTOGRAM and quantile.high is not None:
        return f"{formatting.duration(quantile.low)} to {formatting.duration(quantile.high)}"
    return "of the newest" if took.basis is Basis.SAMPLE else "exact"


def _bound(quantile: Quantile) -> SafeString:
    high, percent = quantile.high, quantile.error_percent
    return format_html(
        '<span class="quiet bound" title="{} to {}, with 95 % confidence">{}</span>',
        formatting.duration(quantile.low),
        "more" if high is None else formatting.duration(high),
        "or more" if percent is None else f"± {percent}\N{NO-BREAK SPACE}%",
    )
