"""What the partials of `templates/components/` need computed."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from finops.core import sparkline

register = template.Library()
SPARK = (
    '<svg class="spark" viewBox="0 0 96 24" preserveAspectRatio="none" aria-hidden="true">'
    '<path d="{}"/></svg>'
)


@register.filter
def spark(values: Sequence[sparkline.Number | None] | None) -> SafeString:
    """The SVG of a sparkline; empty when there is nothing to draw."""
    path = sparkline.path(values or ())
    return format_html(SPARK, path) if path else SafeString()


@register.filter
@lru_cache
def icon(path: str) -> SafeString:
    """The SVG of this template, which is the same wherever it stands: a page shows dozens of them."""
    return SafeString(render_to_string(path))


@register.filter
def widget(field: BoundField) -> str:
    """The field itself; the first one with an error has the focus when the page opens.

    A form that is only shown says `takes_focus = False`.
    """
    mistaken = field.form.errors if getattr(field.form, "takes_focus", True) else {}
    first = next((name for name in field.form.fields if name in mistaken), None)
    return field.as_widget(attrs={"autofocus": True} if field.name == first else None)
