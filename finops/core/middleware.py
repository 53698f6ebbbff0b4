"""Response headers every page carries, and a page where Django would answer with nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

# plotly.js brings the styles of maps. No chart is a map, but refusing them would fill the console.
PLOTLY_MAP_STYLES = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        # Plotly's own rules go into a sheet of ours: components/chart_scripts.html
        f"style-src 'self' {PLOTLY_MAP_STYLES}",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


Handler = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Handler) -> Handler:
    """No inline script, nothing from elsewhere, on every response."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def method_not_allowed(get_response: Handler) -> Handler:
    """Who opens an address that only takes forms reads why there is nothing to see."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        explained = render(request, "405.html", status=response.status_code)
        explained["Allow"] = response["Allow"]
        return explained

    return middleware
