"""The landing page: what did we spend, where will it end, what changed?"""

import datetime as dt
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from finops.accounts.permissions import Capability, require
from finops.anomalies import pages
from finops.anomalies import selectors as anomalies
from finops.budgets import selectors as budgets
from finops.core.periods import Days, month_start, through
from finops.core.refusals import teaches
from finops.ingestion import selectors as ingestion
from finops.overview import links, selectors, sentences
from finops.overview.closer import closer
from finops.overview.months import Months, month_name, months
from finops.overview.page import Page, share_of, tell
from finops.overview.sentences import Piece, Sentence
from finops.slos import selectors as slos
from finops.spend.reporting import reported_month

MOST_UNUSUAL = 3
REFUSED_SINCE = dt.timedelta(days=1)


class Neighbour(NamedTuple):
    """The month before or after the one that is shown."""

    name: str
    url: str


@require_safe
@require(Capability.VIEW_SPEND)
def home(request: HttpRequest) -> HttpResponse:
    """The Overview once there is spend, before that how to send the first span."""
    return redirect("start" if selectors.first_day() is None else "overview")


@require_safe
@require(Capability.VIEW_SPEND)
@teaches
def overview(request: HttpRequest) -> HttpResponse:
    """This month beside last month, or an earlier one beside the one before it."""
    first_day = selectors.first_day()
    if first_day is None:
        return render(request, "overview/overview.html", {"page": None})
    now = timezone.now()
    zone = timezone.get_current_timezone()
    period = months(now, zone, first_day, request.GET.get("month", ""))
    cells = selectors.cells(period)
    page = tell(cells, selectors.looked_closer(period, closer(cells, period)), period, first_day)
    context = {
        "page": page,
        "now": now,
        "zone": str(zone),
        "neighbours": _neighbours(period, first_day),
        **_labels(page),
        **_cards(page),
        **({} if period.is_over else _now(now)),
    }
    return render(request, "overview/overview.html", context)


def _neighbours(period: Months, first_day: dt.date) -> dict[str, Neighbour | None]:
    today = period.now.date()
    earlier, later = (
        Neighbour(month_name(day, today), links.overview(day, month_start(today))) if day else None
        for day in period.neighbours(first_day)
    )
    return {"earlier": earlier, "later": later}


def _labels(page: Page) -> dict[str, object]:
    months = page.months
    before = months.counterpart
    return {
        "range": sentences.short_days(months.this),
        "since_label": sentences.short_day(months.shown.start),
        "this_label": sentences.short_days(months.shown),
        "last_label": sentences.short_days(before) if before else "",
        "last_name": months.last_name,
        "end_label": sentences.short_day(Days(months.this.start, months.end).last),
    }


def _cards(page: Page) -> dict[str, object]:
    days, month = page.months.this, page.month
    dearest = page.days.dearest if page.days else None
    return {
        "month_url": links.spend(days),
        "reported": reported_month(days.start, month.known_cost),
        "dearest_url": links.spend(through(dearest, dearest)) if dearest else "",
        "attributed_share": share_of(page.attributed.cost, month.cost),
        "unattributed": month.minus(page.attributed),
        "unattributed_url": links.unattributed(days),
        "priced_share": share_of(month.calls - month.unpriced_calls, month.calls),
        "unpriced_url": links.unpriced(days),
    }


def _now(now: dt.datetime) -> dict[str, object]:
    """What is told of the present alone."""
    return {**_health(now), "slos": slos.tally(), "budgets": budgets.tally(), "unusual": _unusual(now)}


def _unusual(now: dt.datetime) -> list[Sentence]:
    """What is not as usual at this moment, the most money first."""
    found = anomalies.going_on(most=MOST_UNUSUAL)
    return [[Piece(pages.sentence(one, now), reverse("anomaly", args=[one.pk]))] for one in found]


def _health(now: dt.datetime) -> dict[str, object]:
    flow = ingestion.flow(now=now)
    refused = sum(rejection.item_count for rejection in ingestion.rejections(since=now - REFUSED_SINCE))
    return {"flow": flow, "refused": refused}
