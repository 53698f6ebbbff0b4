"""Saying what runs of a journey are worth."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit
from finops.core.htmx import render_question
from finops.core.refusals import teaches
from finops.journeys import selectors, services
from finops.journeys.access import refuse_worth_of_others
from finops.journeys.forms import WorthForm
from finops.journeys.models import Worth
from finops.journeys.views import named


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.STATE_WORTH)
@teaches
def journey_worth(request: HttpRequest) -> HttpResponse:
    """What was said of the worth of its runs, with a form for more: `?journey=refund`."""
    name = named(request)
    refuse_worth_of_others(request.user, selectors.journey(name))
    said = selectors.worths(name)
    begun = {"starts_on": timezone.localdate(), "basis": said[0].basis if said else Worth.Basis.REVENUE}
    form = WorthForm(request.POST or None, initial=begun)
    who = actor(request)
    if submit(form, lambda data: services.worth_state(journey=name, actor=who, **data)):
        messages.success(request, f"What runs of {name} are worth is saved.")
        return redirect(_address(name))
    crumbs = [
        {"href": reverse("journeys"), "label": "Journeys"},
        {"href": reverse("journey", query={"journey": name}), "label": name},
    ]
    context = {"form": form, "name": name, "worths": said, "crumbs": crumbs}
    return render(request, "journeys/journey_worth.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.STATE_WORTH)
def worth_withdraw(request: HttpRequest, worth_id: int) -> HttpResponse:
    """Ask, then take back what was said from one day on."""
    found = get_object_or_404(Worth, pk=worth_id)
    refuse_worth_of_others(request.user, selectors.journey(found.journey))
    back = _address(found.journey)
    if request.method != "POST":
        context = {"worth": found, "title": "Take back", "label": "Take back", "cancel": back}
        return render_question(request, "journeys/worth_withdraw.html", context)
    services.worth_withdraw(worth=found, actor=actor(request))
    messages.success(request, "It is taken back.")
    return redirect(back)


def _address(name: str) -> str:
    return reverse("journey_worth", query={"journey": name})
