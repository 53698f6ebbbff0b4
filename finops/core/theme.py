"""Light, dark or as the system prefers: kept in a cookie, rendered by the server so that nothing flashes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from finops.core.parameters import one_of
from finops.core.refusals import teaches

COOKIE = "theme"
AUTOMATIC = "automatic"
THEMES = {AUTOMATIC: "Automatic", "light": "Light", "dark": "Dark"}
YEAR = 365 * 24 * 3600  # seconds


def chosen(request: HttpRequest | None) -> str:
    """The theme of this browser; what it made up itself counts as no choice."""
    kept = request.COOKIES.get(COOKIE, AUTOMATIC) if request else AUTOMATIC
    return kept if kept in THEMES else AUTOMATIC


@require_POST
@teaches
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on."""
    theme = one_of("theme", request.POST.get("theme", ""), THEMES)
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        COOKIE, theme, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("home")
