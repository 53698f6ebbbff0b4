"""The landing page: what did we spend, where will it end, what changed?"""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from finops.accounts.permissions import Capability, require
from finops.core.periods import Days
from finops.ingestion import selectors as ingestion
from finops.overview import links, selectors, sentences
from finops.overview.closer import closer
from finops.overview.months import months
from finops.overview.page import Page, share_of, tell
from finops.slos import selectors as slos

REFUSED_SINCE = dt.timedelta(days=1)


@require_safe
@require(Capability.VIEW_SPEND)
def home(request: HttpRequest) -> HttpResponse:
    """The Overview once there is spend, before that how to send the first span."""
    return redirect("start" if selectors.first_day() is None else "overview")


@require_safe
@require(Capability.VIEW_SPEND)
def overview(request: HttpRequest) -> HttpResponse:
    """This month beside last month."""
    first_day = selectors.first_day()
    if first_day is None:
        return render(request, "overview/overview.html", {"page": None})
    now = timezone.now()
    zone = timezone.get_current_timezone()
    period = months(now, zone, first_day)
    cells = selectors.cells(period)
    page = tell(cells, selectors.looked_closer(period, closer(cells, period)), period, first_day)
    context = {"page": page, "now": now, "zone": str(zone), **_labels(page), **_cards(page), **_health(now)}
    context["slos"] = slos.tally()
    return render(request, "overview/overview.html", context)


def _labels(page: Page) -> dict[str, object]:
    months = page.months
    before = months.counterpart
    return {
        "range": sentences.short_days(months.this),
        "since_label": sentences.short_day(months.shown.start),
        "this_label": sentences.short_days(months.shown),
        "last_label": sentences.short_days(before) if before else "",
        "last_name": f"{months.last.start:%B}",
        "end_label": sentences.short_day(Days(months.this.start, months.end).last),
    }


def _cards(page: Page) -> dict[str, object]:
    days, month = page.months.this, page.month
    return {
        "month_url": links.spend(days),
        "attributed_share": share_of(page.attributed.cost, month.cost),
        "unattributed": month.minus(page.attributed),
        "unattributed_url": links.unattributed(days),
        "priced_share": share_of(month.calls - month.unpriced_calls, month.calls),
        "unpriced_url": links.unpriced(days),
    }


def _health(now: dt.datetime) -> dict[str, object]:
    flow = ingestion.flow(now=now)
    refused = sum(rejection.item_count for rejection in ingestion.rejections(since=now - REFUSED_SINCE))
    return {"flow": flow, "refused": refused}
