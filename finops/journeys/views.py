"""Saying what a journey is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit
from finops.core.parameters import BadParameter, plain_text
from finops.core.refusals import teaches
from finops.journeys import selectors, services
from finops.journeys.access import refuse_others
from finops.journeys.forms import MOST_TEXT, JourneyForm, initial_of


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_SLOS)
@teaches
def journey_define(request: HttpRequest) -> HttpResponse:
    """A form for what a journey is; its address names it: `?journey=refund`."""
    name = named(request)
    journey = selectors.journey(name)
    if journey is not None:
        refuse_others(request.user, journey.owner_team)
    form = JourneyForm(request.POST or None, initial=initial_of(journey), who=request.user)
    who, url = actor(request), reverse("journey", query={"journey": name})
    if submit(form, lambda data: services.journey_define(name=name, actor=who, **data)):
        messages.success(request, f"The journey {name} is saved.")
        return redirect(url)
    context = {"form": form, "name": name, "journey": journey, "cancel": url}
    return render(request, "journeys/journey_define.html", context)


def named(request: HttpRequest) -> str:
    """The journey that an address names. Raises BadParameter."""
    name = plain_text("journey", request.GET.get("journey", ""))
    if not 0 < len(name) <= MOST_TEXT:
        raise BadParameter("journey", "name one, e.g. ?journey=refund. Journeys lists those that have runs.")
    return name
