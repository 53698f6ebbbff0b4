"""One's own account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from finops.accounts import selectors, services
from finops.accounts.forms import AccountForm
from finops.accounts.views.submit import actor, submit
from finops.accounts.zones import BROWSER, COOKIE, is_zone


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the time zone one sees moments in."""
    person, browser = actor(request), request.COOKIES.get(COOKIE, "")
    organisation = selectors.organisation()
    form = AccountForm(
        request.POST or None,
        chosen=person.time_zone,
        organisation=organisation.time_zone,
        browser=browser,
    )
    if request.method == "POST" and submit(form, lambda data: _save(request, data["time_zone"])):
        messages.success(request, "Your account is saved.")
        return redirect("account")
    context = {
        "form": form,
        "organisation": organisation,
        "teams": sorted(selectors.team_names(person)),
        "now": timezone.now(),
        "unknown_browser": person.time_zone == BROWSER and not is_zone(browser),
    }
    return render(request, "account/account.html", context)


def _save(request: HttpRequest, time_zone: str) -> bool:
    services.time_zone_choose(user=actor(request), time_zone=time_zone)
    return True
