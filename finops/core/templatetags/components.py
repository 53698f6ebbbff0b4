"""What the partials of `templates/components/` need computed."""

from collections.abc import Sequence

from django import template

from finops.core import sparkline

register = template.Library()


@register.filter
def spark_path(values: Sequence[sparkline.Number | None] | None) -> str:
    """The SVG path of a sparkline; empty when there is nothing to draw."""
    return sparkline.path(values or ())
