"""What the partials of `templates/components/` need computed."""

from collections.abc import Sequence

from django import template
from django.forms import BoundField

from finops.core import sparkline

register = template.Library()


@register.filter
def spark_path(values: Sequence[sparkline.Number | None] | None) -> str:
    """The SVG path of a sparkline; empty when there is nothing to draw."""
    return sparkline.path(values or ())


@register.filter
def widget(field: BoundField) -> str:
    """The field itself; the first one with an error has the focus when the page opens.

    A form that is only shown says `takes_focus = False`.
    """
    mistaken = field.form.errors if getattr(field.form, "takes_focus", True) else {}
    first = next((name for name in field.form.fields if name in mistaken), None)
    return field.as_widget(attrs={"autofocus": True} if field.name == first else None)
