"""Settings: the organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from finops.accounts import selectors, services
from finops.accounts.forms import OrganisationForm
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit

CHANGEABLE = ("name", "time_zone", "fiscal_year_start", "reporting_currency")


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_ORGANISATION)
def organisation(request: HttpRequest) -> HttpResponse:
    """Name, calendar and reporting currency; that of the ledger is fixed."""
    current = selectors.organisation()
    initial = {name: getattr(current, name) for name in CHANGEABLE}
    initial["time_zone"] = current.next_time_zone or current.time_zone
    form = OrganisationForm(request.POST or None, initial=initial)
    if submit(form, lambda data: services.organisation_update(**data, actor=actor(request))):
        messages.success(request, "The organisation is saved.")
        return redirect("organisation")
    return render(request, "accounts/organisation.html", {"form": form, "organisation": current})
