"""The rail and the tabs of Settings, for templates."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context

from finops.accounts import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def rail(context: Context) -> list[navigation.Link]:
    """`{% rail as links %}`: what the person may open, the current one marked."""
    request: HttpRequest = context["request"]
    return navigation.rail(request.user, _page(request))


@register.simple_tag(takes_context=True)
def settings_tabs(context: Context) -> list[navigation.Link]:
    """`{% settings_tabs as links %}`."""
    return navigation.settings_tabs(_page(context["request"]))


def _page(request: HttpRequest) -> str | None:
    match: Any = request.resolver_match  # None on a page that was not found
    return match.url_name if match else None
