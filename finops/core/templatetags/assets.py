"""Paths of scripts that other packages carry."""

from django import template
from django.templatetags.static import static

from finops.core import plotly

register = template.Library()


@register.simple_tag
def plotly_url() -> str:
    """For `<script src="{% plotly_url %}" defer>`. Cached for ever: its path names its version."""
    return static(plotly.static_path())
