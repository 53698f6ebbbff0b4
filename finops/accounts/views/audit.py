"""Settings: the audit log. Here and not in `audit`, which knows nothing of roles."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from finops.accounts.audit_filter import AuditFilter
from finops.accounts.permissions import Capability, require
from finops.accounts.selectors import time_zone
from finops.audit import selectors
from finops.audit.csv_export import csv_lines

PAGE = 100


@require_safe
@require(Capability.VIEW_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what to what and when, newest first, filtered by the address and paged by `before`."""
    form = AuditFilter(request.GET, selectors.actions())
    found, older = [], ""
    if form.is_valid():
        # One more than a page holds tells whether there is another.
        before = form.cleaned_data["before"]
        found = selectors.entries(form.wanted(time_zone()), before=before, limit=PAGE + 1)
        older = form.address(before=found[PAGE - 1].pk) if len(found) > PAGE else ""
    csv_url = f"{reverse('audit_csv')}{form.address()}"
    context = {"form": form, "entries": found[:PAGE], "older": older, "csv_url": csv_url}
    return render(request, "accounts/audit.html", context)


@require_safe
@require(Capability.VIEW_AUDIT)
def audit_csv(request: HttpRequest) -> StreamingHttpResponse | HttpResponse:
    """The entries the page would show, all of them."""
    form = AuditFilter(request.GET, selectors.actions())
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=400, content_type="text/plain; charset=utf-8")
    lines = csv_lines(selectors.every_entry(form.wanted(time_zone())))
    headers = {"Content-Disposition": 'attachment; filename="audit-log.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
