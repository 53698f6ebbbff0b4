"""Settings: the audit log. Here and not in `audit`, which knows nothing of roles."""

from typing import NamedTuple, cast

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from finops.accounts.audit_filter import AuditFilter
from finops.accounts.permissions import Capability, require
from finops.accounts.selectors import fiscal_year_start, time_zone
from finops.audit import selectors
from finops.audit.csv_export import csv_lines
from finops.core.date_range import RANGE, asked_days, date_range
from finops.core.periods import Days, Instants, instants
from finops.core.refusals import teaches

PAGE = 100


class Asked(NamedTuple):
    """The days of an address; None is any time."""

    days: Days | None = None
    preset: str = ""
    fiscal_start: int = 1

    @property
    def time(self) -> Instants | None:
        """The time these days cover."""
        return instants(self.days, time_zone()) if self.days else None


@require_safe
@require(Capability.VIEW_AUDIT)
@teaches
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what to what and when, newest first, filtered by the address and paged by `cursor`."""
    form, asked = AuditFilter(request.GET, selectors.actions()), _asked(request.GET)
    found, older = [], ""
    if form.is_valid():
        # One more than a page holds tells whether there is another.
        before = form.cleaned_data["cursor"]
        found = selectors.entries(form.wanted(asked.time), before=before, limit=PAGE + 1)
        older = form.address(cursor=found[PAGE - 1].pk) if len(found) > PAGE else ""
    context = {
        "form": form,
        "entries": found[:PAGE],
        "older": older,
        "csv_url": f"{reverse('audit_csv')}{form.address()}",
        "picker": date_range(request.GET, *asked, all_days="Any time"),
    }
    return render(request, "accounts/audit.html", context)


@require_safe
@require(Capability.VIEW_AUDIT)
@teaches
def audit_csv(request: HttpRequest) -> HttpResponse:
    """The entries the page would show, all of them."""
    form = AuditFilter(request.GET, selectors.actions())
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=400, content_type="text/plain; charset=utf-8")
    lines = csv_lines(selectors.every_entry(form.wanted(_asked(request.GET).time)))
    headers = {"Content-Disposition": 'attachment; filename="audit-log.csv"'}
    file = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
    return cast(HttpResponse, file)


def _asked(given: QueryDict) -> Asked:
    fiscal_start = fiscal_year_start()
    if not any(given.get(name) for name in RANGE):
        return Asked(fiscal_start=fiscal_start)
    return Asked(*asked_days(given, timezone.localdate(), fiscal_start, default=""), fiscal_start)
