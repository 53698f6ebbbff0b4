"""The theme of the browser a page is rendered for."""

from typing import NamedTuple

from django import template
from django.template.context import Context

from finops.core import theme

register = template.Library()


class Theme(NamedTuple):
    """One theme to choose."""

    name: str
    label: str
    current: bool


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """`light` or `dark`; empty when the system decides, or on a page that needs no request."""
    chosen = theme.chosen(context.get("request"))
    return "" if chosen == theme.AUTOMATIC else chosen


@register.simple_tag(takes_context=True)
def themes(context: Context) -> list[Theme]:
    """`{% themes as choices %}`: what can be chosen, the current one marked."""
    chosen = theme.chosen(context.get("request"))
    return [Theme(name, label, name == chosen) for name, label in theme.THEMES.items()]
