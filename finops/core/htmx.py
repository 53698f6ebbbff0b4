"""One view, two answers: a whole page, or the part of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx will put the answer into a page. A boosted link replaces the whole body."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_question(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Ask before something is done: in a dialog when htmx asks, otherwise on a page of its own."""
    layout = "components/question.html" if wants_fragment(request) else "question_page.html"
    response = render(request, template, {**context, "layout": layout})
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_page(request: HttpRequest, page: str, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """Render the page, or only its fragment, from the same context."""
    response = render(request, fragment if wants_fragment(request) else page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
