"""Settings: the audit log. Here and not in `audit`, which knows nothing of roles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from finops.accounts.forms import AuditFilter
from finops.accounts.permissions import Capability, require
from finops.audit import selectors

PAGE = 100


@require_safe
@require(Capability.VIEW_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """Who changed what, newest first, filtered by `action` and `text`, paged by `before`."""
    form = AuditFilter(request.GET, selectors.actions())
    # One more than a page holds tells whether there is another.
    found = selectors.entries(**form.cleaned_data, limit=PAGE + 1) if form.is_valid() else []
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    return render(request, "accounts/audit.html", {"form": form, "entries": found[:PAGE], "older": older})
