"""The Ingestion screen and the list of what has no price."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.date_range import date_range
from finops.core.periods import Days, through
from finops.core.refusals import teaches
from finops.ingestion import chart, selectors
from finops.ingestion.coverage import coverage_lines, gaps
from finops.ingestion.pricing import UnpricedLine, exactly, unpriced_lines
from finops.ingestion.types import UnattributedSpend
from finops.ledger.checks import latest_check
from finops.spend import links, params

HOUR, WEEK, MONTH = dt.timedelta(hours=1), dt.timedelta(days=7), dt.timedelta(days=29)


@require(Capability.VIEW_INGESTION)
def ingestion(request: HttpRequest) -> HttpResponse:
    """Is telemetry arriving, how late, what is refused, unpriced or unattributed?"""
    now = timezone.now()
    today = timezone.localdate(now)
    days = through(today - MONTH, today)
    covered = selectors.coverage(days)
    arrived = chart.fill(selectors.minutes(since=now - HOUR), now)
    context = {
        "now": now,
        "flow": selectors.flow(now=now),
        "rate": chart.rate(arrived),
        "bars": chart.bars(arrived),
        "arrived": sum(minute.items for minute in arrived),
        "rejections": selectors.rejections(since=now - WEEK),
        "failing": selectors.failing_batches(),
        "emitters": selectors.emitters(days),
        "coverage": coverage_lines(covered, days),
        "gaps": gaps(covered),
        "check": latest_check(),
        "days": days,
        "unpriced": _unpriced(days),
        "unattributed": _unattributed(days),
    }
    return render(request, "ingestion/ingestion.html", context)


@require(Capability.VIEW_SPEND)
@teaches
def unpriced(request: HttpRequest) -> HttpResponse:
    """Models whose calls have no price, and why."""
    today = timezone.localdate()
    chosen = params.Range(through(today - MONTH, today), "30d")
    if any(request.GET.get(name) for name in ("range", "from", "to")):
        chosen = params.page_range(request.GET, today)
    lines = _unpriced(chosen.days)
    context = {
        "range": chosen,
        "lines": lines,
        "calls": sum(line.model.calls for line in lines),
        "picker": date_range(request.GET, chosen.days, chosen.preset),
    }
    return render(request, "ingestion/unpriced.html", context)


def _unpriced(days: Days) -> list[UnpricedLine]:
    """Models, why they have no price, and their charges."""
    return unpriced_lines(selectors.unpriced_models(days, accounts.time_zone()), days)


def _unattributed(days: Days) -> list[tuple[UnattributedSpend, str]]:
    """Services whose spend has no team, and its charges."""
    found = []
    for spend in selectors.unattributed_spend(days):
        of_service = (exactly("project", spend.project), exactly("service", spend.service))
        found.append((spend, links.charges_url(days, (exactly("team", None), *of_service))))
    return found
