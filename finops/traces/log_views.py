"""The log records of a trace, and the content of one for those who may read it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from finops.accounts.permissions import Capability, can_read_content, require
from finops.audit.services import record
from finops.core.parameters import hex_from_signed
from finops.core.refusals import teaches
from finops.traces import logs, selectors
from finops.traces.logs import CURSOR, LogKey


@require(Capability.VIEW_TRACES)
@teaches
def trace_logs(request: HttpRequest, project: int, trace: uuid.UUID) -> HttpResponse:
    """A page of records in the order of time."""
    cursor = request.GET.get("cursor")
    page = logs.log_page(project_id=project, trace_id=trace, after=CURSOR.decode(cursor) if cursor else None)
    summary = selectors.trace_summary(project_id=project, trace_id=trace)
    if summary is None and not page.records:
        raise Http404
    context = {
        "page": page,
        "records": [(CURSOR.encode(LogKey(one.time, one.fingerprint)), one) for one in page.records],
        "summary": summary,
        "project": project,
        "trace_id": trace,
        "may_read": can_read_content(request.user, summary and summary.team),
    }
    return render(request, "traces/logs.html", context)


@require(Capability.VIEW_TRACES)
@teaches
def trace_log_content(request: HttpRequest, project: int, trace: uuid.UUID, record_key: str) -> HttpResponse:
    """What one record says. Each reading is written down."""
    summary = selectors.trace_summary(project_id=project, trace_id=trace)
    if not can_read_content(request.user, summary and summary.team):
        return render(request, "traces/content_refused.html", status=403)
    key = CURSOR.decode(record_key)
    found = logs.log_record(project_id=project, trace_id=trace, key=key)
    if found is None:
        raise Http404
    target = f"{trace.hex}/{hex_from_signed(key.fingerprint)}"
    record(actor=request.user, action="traces.content.read", target=target, detail={"project": project})
    content = logs.log_content(project_id=project, trace_id=trace, key=key)
    context = {"record": found, "content": content, "project": project, "trace_id": trace}
    response = render(request, "traces/log_content.html", context)
    response["Cache-Control"] = "no-store"
    return response
