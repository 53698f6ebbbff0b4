"""The Ingestion screen and the list of what has no price."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core import viewer
from finops.core.date_range import date_range
from finops.core.periods import Days, through
from finops.core.refusals import teaches
from finops.ingestion import arrivals, refusals, selectors
from finops.ingestion.alarms import alarms
from finops.ingestion.coverage import coverage_lines, gaps
from finops.ingestion.pricing import UnpricedLine, exactly, unpriced_lines
from finops.ingestion.types import UnattributedSpend
from finops.ledger.checks import latest_check
from finops.spend import links, params

RECENT, DAY = dt.timedelta(minutes=10), dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
DAYS = 7  # of calls: few enough that what was mended shows soon
MOST_UNPRICED, MOST_REFUSED = 10, 20


@require(Capability.VIEW_INGESTION)
def ingestion(request: HttpRequest) -> HttpResponse:
    """Is telemetry arriving, how late, what is refused, unpriced or unattributed?"""
    now = timezone.now()
    today = timezone.localdate(now)
    days = through(today - (DAYS - 1) * DAY, today)
    covered = selectors.coverage(days)
    shown = covered[: selectors.MOST_SERVICES]
    flow, failing, check = selectors.flow(now=now), selectors.failing_batches(), latest_check()
    differences, keys = check.differences if check else 0, selectors.refused_keys(since=now - WEEK)
    context = {
        "now": now,
        "flow": flow,
        "alarms": alarms(flow, failing=len(failing), differences=differences, keys=keys, now=now),
        "refused_keys": keys,
        "dead_key": refusals.DEAD_KEY,
        **_rejections(now),
        "failing": failing,
        "emitters": selectors.emitters(days, covered),
        "coverage": coverage_lines(shown, days),
        "most_services": selectors.MOST_SERVICES,
        "gaps": gaps(shown),
        "check": check,
        "days": days,
        "unpriced": _unpriced(days, most=MOST_UNPRICED),
        "unattributed": _unattributed(days),
        **(_arrivals(now) if flow.last_received_at else {}),
    }
    return render(request, "ingestion/ingestion.html", context)


def _rejections(now: dt.datetime) -> dict[str, Any]:
    """The most frequent refusals, and how many other ones there are."""
    found = selectors.rejections(since=now - WEEK)
    return {"rejections": found[:MOST_REFUSED], "other_rejections": found[MOST_REFUSED:]}


def _arrivals(now: dt.datetime) -> dict[str, Any]:
    """How much arrived over the last day, and how late it was counted."""
    found = selectors.quarters(since=now - DAY)
    day, zone = arrivals.last_day(found, now, most=selectors.MOST_BATCHES), viewer.zone()
    return {
        "arrived": day,
        "rate": arrivals.rate(selectors.minutes(since=now - RECENT), now),
        "charts": [arrivals.arrived_chart(day, now, zone), arrivals.lag_chart(day, now, zone)],
    }


@require(Capability.VIEW_SPEND)
@teaches
def unpriced(request: HttpRequest) -> HttpResponse:
    """Models whose calls have no price, and why."""
    today, fiscal_start = timezone.localdate(), accounts.fiscal_year_start()
    chosen = params.page_range(request.GET, today, fiscal_start, default="30d")
    lines = _unpriced(chosen.days)
    context = {
        "range": chosen,
        "lines": lines,
        "calls": sum(line.model.calls for line in lines),
        "picker": date_range(request.GET, *chosen),
    }
    return render(request, "ingestion/unpriced.html", context)


def _unpriced(days: Days, *, most: int | None = None) -> list[UnpricedLine]:
    """Models, why they have no price, and their charges."""
    return unpriced_lines(selectors.unpriced_models(days, accounts.time_zone())[:most], days)


def _unattributed(days: Days) -> list[tuple[UnattributedSpend, str]]:
    """Services whose spend has no team, and its charges."""
    found = []
    for spend in selectors.unattributed_spend(days):
        of_service = (exactly("project", spend.project), exactly("service", spend.service))
        found.append((spend, links.charges_url(days, (exactly("team", None), *of_service))))
    return found
