"""The services that send: what their calls say, and what to change where they do not."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.parameters import plain_text
from finops.core.periods import Days, instants, through
from finops.core.refusals import teaches
from finops.ingestion.emitters import selectors
from finops.ingestion.emitters.advice import advice, upgrades
from finops.ingestion.emitters.shares import service_url, shares
from finops.ingestion.emitters.types import THINGS

DAYS = 7
TRACES_ON = "OTEL_TRACES_EXPORTER=otlp"


@require(Capability.VIEW_INGESTION)
def services(request: HttpRequest) -> HttpResponse:
    """Which services send, in which dialect, and what their calls leave out."""
    days = _days()
    found = selectors.services(days)
    context = {
        "lines": [
            (service, service_url(service.project, service.service), shares(service, days))
            for service in found
        ],
        "metered": [(one, service_url(one.project, one.service)) for one in selectors.metered(days)],
        "traces_on": TRACES_ON,
        "things": THINGS,
        "lacking": sum(bool(service.missing) for service in found),
        "most": selectors.MOST_SERVICES,
        "days": days,
        "crumbs": [{"href": reverse("ingestion"), "label": "Ingestion"}],
    }
    return render(request, "ingestion/services.html", context)


@require(Capability.VIEW_INGESTION)
@teaches
def service(request: HttpRequest) -> HttpResponse:
    """One service: its libraries, what its calls say, and what to change."""
    project = plain_text("project", request.GET.get("project", ""))
    name = plain_text("service", request.GET.get("service", "")) or None
    days = _days()
    sets = selectors.dimension_sets(project, name)
    found = selectors.one_service(days, sets) if sets else None
    since = instants(days, accounts.time_zone()).start
    libraries = selectors.libraries(days, sets, project=project, service=name, since=since)
    if not sets and not libraries:
        raise Http404("No such service has sent anything.")
    context = {
        "project": project,
        "name": name or "Unnamed service",
        "service": found,
        "shares": shares(found, days) if found else [],
        "libraries": libraries,
        "looked": sum(library.calls for library in libraries),
        "advice": advice(found, libraries) if found else [],
        "upgrades": upgrades(libraries),
        "metered": [] if found else _metered(days, project, name),
        "traces_on": TRACES_ON,
        "days": days,
        "crumbs": [
            {"href": reverse("ingestion"), "label": "Ingestion"},
            {"href": reverse("services"), "label": "Services"},
        ],
    }
    return render(request, "ingestion/service.html", context)


def _metered(days: Days, project: str, name: str | None) -> list[str]:
    """The metrics in which a service counts tokens, where it sends no call."""
    of_service = [
        one.metrics for one in selectors.metered(days) if (one.project, one.service) == (project, name)
    ]
    return of_service[0] if of_service else []


def _days() -> Days:
    today = timezone.localdate()
    return through(today - dt.timedelta(days=DAYS - 1), today)
