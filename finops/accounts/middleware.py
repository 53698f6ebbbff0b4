"""Who may see anything at all, in whose calendar and in which time zone."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from finops.accounts import selectors
from finops.accounts.zones import COOKIE, seen_zone
from finops.core.once import one_request
from finops.core.viewer import seen_from

API_PREFIX = "/api/"  # opened by keys (api_auth.py), not by sessions


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs sign-in unless its view is marked with `login_not_required`."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Leave the API to its keys, and reload the whole page when a session ends behind htmx,
        which would put the sign-in form into a table."""
        if request.path.startswith(API_PREFIX):
            return None
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        return HttpResponseClientRefresh() if refusal and getattr(request, "htmx", False) else refusal


def organisation_calendar(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Days are the organisation's; moments are shown in the zone the person chose."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        with one_request():
            if not user.is_authenticated:
                return get_response(request)
            seen = seen_zone(user.time_zone, request.COOKIES.get(COOKIE, ""))
            with timezone.override(selectors.time_zone()), seen_from(seen):
                return get_response(request)

    return middleware
