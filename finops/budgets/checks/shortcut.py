"""Checks with a known key are answered before all that pages need: no session, no sign-in, no routing.

Whatever else is asked at that address, and all that is refused there, goes the way of every operation.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from finops.accounts.permissions import Capability, can
from finops.budgets.checks.api import Unavailable, current, decided, known_caller
from finops.core.parameters import BadParameter

ADDRESS = "/api/v1/budgets/check"
BEARER = "bearer "
Handler = Callable[[HttpRequest], HttpResponse]


def checks_first(get_response: Handler) -> Handler:
    """A middleware that answers checks at once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return (_answer(request) if request.path_info == ADDRESS else None) or get_response(request)

    return middleware


def _answer(request: HttpRequest) -> HttpResponse | None:
    """None: it is not for here."""
    given: str = request.headers.get("Authorization", "")
    if request.method != "GET" or not given.lower().startswith(BEARER):
        return None
    now = timezone.now()
    try:
        found = current()
        caller = known_caller(found, given[len(BEARER) :].strip(), now)
        if caller is None or not can(caller, Capability.VIEW_SPEND):
            return None
        return decided(found, caller, request.GET, now)
    except (BadParameter, Unavailable):
        return None
