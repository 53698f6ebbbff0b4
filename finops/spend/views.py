"""The Spend page and its CSV."""

from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from finops.accounts.permissions import Capability, require
from finops.core.htmx import has_shown, render_page
from finops.core.refusals import teaches
from finops.spend import page, saved_views
from finops.spend.csv_export import csv_lines
from finops.spend.drawing import CHART_ID
from finops.spend.selectors import spend_stream


@require(Capability.VIEW_SPEND)
@teaches
def spend(request: HttpRequest) -> HttpResponse:
    """Who spent what on which model."""
    if not request.GET and (first := saved_views.first_address(request)):
        return redirect(first)
    draws = not has_shown(request, CHART_ID)
    context = page.context(request.GET, timezone.localdate(), draws=draws)
    context["views"] = saved_views.visible(request)
    return render_page(request, "spend/spend.html", "spend/_spend.html", context)


@require(Capability.VIEW_SPEND)
@teaches
def spend_csv(request: HttpRequest) -> HttpResponse:
    """All groups of the Spend page as a file."""
    query = page.query_of(page.place_of(request.GET, timezone.localdate()))
    lines = csv_lines(query, spend_stream(query))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"spend-{query.days.start}-{query.days.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, response)
