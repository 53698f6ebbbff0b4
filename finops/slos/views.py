"""SLOs: how much error budget is left, how fast it burns, and what spent it."""

import datetime as dt
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor
from finops.core.htmx import render_question
from finops.core.parameters import one_of, plain_text
from finops.core.refusals import teaches
from finops.journeys.access import may_change, refuse_others
from finops.slos import selectors, services
from finops.slos.board import board, is_fresh
from finops.slos.lines import burn_lines, list_lines, spoken
from finops.slos.models import Slo
from finops.slos.over_time import budget_chart
from finops.slos.states import STATES
from finops.slos.windows import whole_minute
from finops.slos.worst import worst_traces


@require_safe
@require(Capability.VIEW_SPEND)
@teaches
def slos(request: HttpRequest) -> HttpResponse:
    """All SLOs, those in danger first; `?team=`, `?state=`, `?cursor=`."""
    given, now = request.GET, timezone.now()
    team = plain_text("team", given.get("team", ""))
    state = one_of("state", given["state"], STATES) if given.get("state") else ""
    found = board(state=state, team=team, cursor=given.get("cursor", ""))
    kept = {name: value for name, value in (("team", team), ("state", state)) if value}
    context = {
        "board": found,
        "lines": list_lines(found.slos),
        "whole": sum(found.counts.values()),
        "late": None if is_fresh(found, now) else found.judged_at,
        "team": team,
        "state": state,
        "teams": selectors.owners(),
        "states": {name: label for name, (label, _) in STATES.items()},
        "next_url": f"?{urlencode({**kept, 'cursor': found.next})}" if found.next else "",
        "first_url": f"?{urlencode(kept)}" if given.get("cursor") else "",
    }
    return render(request, "slos/slos.html", context)


@require_safe
@require(Capability.VIEW_SPEND)
def slo(request: HttpRequest, slo_id: int) -> HttpResponse:
    """One SLO: its budget over time, its burn rates, what spent the budget, its alerts and changes."""
    now = timezone.now()
    standing = _standing(slo_id, now)
    zone, fiscal_start = accounts.time_zone(), accounts.fiscal_year_start()
    context = {
        "slo": standing.slo,
        "standing": standing,
        "spoken": spoken(standing, now),
        "percent": standing.progress.percent(now),
        "burns": burn_lines(standing),
        "chart": budget_chart(standing, whole_minute(now), zone, fiscal_start),
        "worst": worst_traces(standing.slo, standing.status.window),
        "alerts": selectors.alerts_of(standing.slo),
        "changes": selectors.changes_of(standing.slo),
        "may_change": may_change(request.user, standing.slo.owner_team),
        "zone": zone.key,
        "crumbs": [{"href": reverse("slos"), "label": "SLOs"}],
    }
    return render(request, "slos/slo.html", context)


@require_safe
@require(Capability.VIEW_SPEND)
def slo_progress(request: HttpRequest, slo_id: int) -> HttpResponse:
    """How far the history of an SLO is counted: a part of its page."""
    now = timezone.now()
    standing = _standing(slo_id, now)
    context = {"slo": standing.slo, "standing": standing, "percent": standing.progress.percent(now)}
    return render(request, "slos/_progress.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_SLOS)
def slo_archive(request: HttpRequest, slo_id: int) -> HttpResponse:
    """Ask, then stop counting and alerting."""
    found = found_slo(slo_id)
    refuse_others(request.user, found.owner_team)
    if request.method != "POST":
        cancel = reverse("slo", args=[found.pk])
        context = {"slo": found, "title": "Archive SLO", "label": "Archive", "cancel": cancel}
        return render_question(request, "slos/slo_archive.html", context)
    services.slo_archive(slo=found, actor=actor(request), now=timezone.now())
    messages.success(request, f"The SLO {found.name} is archived.")
    return redirect("slos")


def found_slo(slo_id: int) -> Slo:
    """An SLO that is not archived. Raises Http404."""
    found = selectors.slos().filter(pk=slo_id).first()
    if found is None:
        raise Http404
    return found


def _standing(slo_id: int, now: dt.datetime) -> selectors.Standing:
    [standing] = selectors.standings(now, [found_slo(slo_id)])
    return standing
