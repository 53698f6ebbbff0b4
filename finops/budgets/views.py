"""Budgets: the list, one of them, and why a threshold fired."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from finops.accounts.permissions import Capability, can, require
from finops.budgets import firings, reading, reasons, selectors
from finops.budgets.access import can_change
from finops.budgets.checks.shadow import shadow_denials
from finops.budgets.models import Budget, Firing
from finops.budgets.pages import burn_chart, filters_of, history_chart, spend_url
from finops.budgets.periods import local_day
from finops.budgets.selectors import Listed
from finops.budgets.states import NAMES, state_of
from finops.budgets.terms import from_json, terms_of
from finops.budgets.types import Scope, Standing, Terms
from finops.core.charts import Chart
from finops.core.parameters import one_of, plain_text
from finops.core.refusals import teaches
from finops.spend.links import address

MOST_LISTED, MOST_FIRINGS, MOST_VALUES = 200, 10, 25
BURN_DAYS = 5  # of a shorter period the days tell nothing


@require_safe
@require(Capability.VIEW_SPEND)
@teaches
def budgets(request: HttpRequest) -> HttpResponse:
    """All budgets, those in most danger first; `?team=`, `?state=`, `?archived=1`."""
    team, now = plain_text("team", request.GET.get("team", "")), timezone.now()
    wanted = request.GET.get("state", "")
    state = one_of("state", wanted, NAMES) if wanted else ""
    archived = request.GET.get("archived", "") == "1"
    found = list(selectors.budgets(archived=archived))
    rows = [] if archived else selectors.listed(found, now)
    owners = sorted({row.budget.owner_team.name for row in rows if row.budget.owner_team})
    shown = [row for row in rows if _is_wanted(row, team, state)]
    context = {
        "rows": shown[:MOST_LISTED],
        "hidden": max(len(shown) - MOST_LISTED, 0),
        "archived": found if archived else None,
        "any": bool(found) or archived,
        "has_archived": archived or selectors.budgets(archived=True).exists(),
        "answer": reasons.summary(rows),
        "team": team,
        "state": state,
        "owners": owners,
        "states": NAMES,
        "can_create": can(request.user, Capability.MANAGE_BUDGETS),
    }
    return render(request, "budgets/budgets.html", context)


def _is_wanted(row: Listed, team: str, state: str) -> bool:
    owner = row.budget.owner_team.name if row.budget.owner_team else ""
    return (not team or owner == team) and (not state or row.state.name == state)


@require_safe
@require(Capability.VIEW_SPEND)
@teaches
def budget(request: HttpRequest, budget_id: int) -> HttpResponse:
    """One budget: how it stands, how it went before, what it told. `?value=` is one of its values."""
    one = get_object_or_404(Budget.objects.select_related("owner_team", "created_by"), pk=budget_id)
    now, terms = timezone.now(), terms_of(one)
    today = local_day(now, terms.zone)
    standings = [] if one.archived_at else selectors.current([one], now).get(one.pk, [])
    value = plain_text("value", request.GET.get("value", ""))
    standing = next((found for found in standings if found.value == value), None)
    split = terms.scope.each and not value
    past = [] if split else selectors.history(terms, now, value=value)
    context = {
        "budget": one,
        "terms": terms,
        "value": value,
        "standing": standing,
        "state": state_of(standing, terms),
        "sentence": reasons.standing_sentence(terms, standing, today) if standing else "",
        "tested": reasons.backtest_sentence(standing),
        "values": standings[:MOST_VALUES] if split else [],
        "hidden": max(len(standings) - MOST_VALUES, 0) if split else 0,
        "charts": [] if split else _charts(terms, standing, past, today),
        "past": past,
        "firings": selectors.firings(one, most=MOST_FIRINGS),
        "shadows": shadow_denials(one, most=MOST_FIRINGS),
        "spend_url": spend_url(terms, standing.days, value) if standing else "",
        "can_change": can_change(request.user, one),
        "can_create": can(request.user, Capability.MANAGE_BUDGETS),
        "crumbs": _crumbs(one if value else None),
    }
    return render(request, "budgets/budget.html", context)


def _crumbs(above: Budget | None) -> list[dict[str, str]]:
    found = [{"href": reverse("budgets"), "label": "Budgets"}]
    return found + ([{"href": reverse("budget", args=[above.pk]), "label": above.name}] if above else [])


def _charts(terms: Terms, standing: Standing | None, past: Sequence[Standing], today: dt.date) -> list[Chart]:
    charts = [history_chart(terms, past, standing)] if past else []
    if standing and (standing.days.end - standing.days.start).days >= BURN_DAYS:
        scope = Scope(filters_of(terms.scope, standing.value))
        spent = reading.daily(standing.days, scope).get("", {})
        daily: dict[dt.date, Decimal] = {day: sums.of(terms.measure) for day, sums in spent.items()}
        charts.insert(0, burn_chart(terms, standing, daily, today))
    return charts


@require_safe
@require(Capability.VIEW_SPEND)
def budget_firing(request: HttpRequest, budget_id: int, firing_id: int) -> HttpResponse:
    """Why a threshold fired: the numbers then, the numbers now, and what the money went to."""
    known = Firing.objects.select_related("budget__owner_team")
    firing = get_object_or_404(known, pk=firing_id, budget=budget_id)
    terms = from_json(firing.terms)
    why = firings.explain(firing, terms)
    context = {
        "firing": firing,
        "terms": terms,
        "why": why,
        "charges_url": address("charges", why.charge_pairs),
        "spend_url": spend_url(terms, why.days, firing.value),
        "crumbs": _crumbs(firing.budget),
    }
    return render(request, "budgets/budget_firing.html", context)
