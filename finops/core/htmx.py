"""One view, three answers: a whole page, its content for a page that stays, or a part htmx asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

CONTENT = "content"  # the id of <main>, which navigate.js changes into its next state
SHOWN = "X-Shown"  # ids of what depends on the question of the page alone, not on the order of its rows
Handler = Callable[[HttpRequest], HttpResponse]


def wants_content(request: HttpRequest) -> bool:
    """Whether the page is there already, in another state: all but its content would be thrown away."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and htmx.target == CONTENT


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx will put the answer into a page. A boosted link replaces the whole body."""
    htmx = getattr(request, "htmx", None)
    if not htmx or wants_content(request):
        return False
    return not htmx.boosted and not htmx.history_restore_request


def has_shown(request: HttpRequest, *parts: str) -> bool:
    """Whether the page shows these parts already as they would be: only the order of its rows changes.

    Such a part is marked `data-question` where it is told, and is an empty element marked `data-same` where
    it is not told again.
    """
    return wants_content(request) and set(parts) <= set(request.headers.get(SHOWN, "").split())


def shell(request: HttpRequest) -> dict[str, str]:
    """What `base.html` puts around the content of a page."""
    return {"shell": "content.html" if wants_content(request) else "document.html"}


def apart(get_response: Handler) -> Handler:
    """No cache, and no way Back, shows a part of a page in place of the page at the same address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        if getattr(request, "htmx", None):
            patch_cache_control(response, no_store=True)
        return response

    return middleware


def render_question(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Ask before something is done: in a dialog when htmx asks, otherwise on a page of its own."""
    layout = "components/question.html" if wants_fragment(request) else "question_page.html"
    return render(request, template, {**context, "layout": layout})


def render_page(request: HttpRequest, page: str, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """Render the page, or only its fragment, from the same context."""
    return render(request, fragment if wants_fragment(request) else page, context)
