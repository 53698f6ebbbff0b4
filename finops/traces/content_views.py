"""The prompts and completions of one span, for those who may read them."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from finops.accounts.permissions import Capability, can_read_content, require
from finops.audit.services import record
from finops.core.htmx import wants_fragment
from finops.core.parameters import hex_from_signed
from finops.traces import loading, selectors
from finops.traces.conversation import conversation
from finops.traces.trace_links import Place
from finops.traces.window import opened_position


@require(Capability.VIEW_TRACES)
def content(
    request: HttpRequest, project: int, trace: uuid.UUID, span: int, fingerprint: int
) -> HttpResponse:
    """Prompts and completions of a span as a conversation. Each reading is written down."""
    found = loading.one_span(project, trace, span)
    if not can_read_content(request.user, found.summary and found.summary.team):
        return render(request, "traces/content_refused.html", status=403)
    here = Place(f"{hex_from_signed(span)}-{hex_from_signed(fingerprint)}", "messages")
    kept = selectors.span_content(
        project_id=project,
        trace_id=trace,
        span_id=span,
        fingerprint=fingerprint,
        within=selectors.extent(found.summary),
    )
    target = f"{trace.hex}/{hex_from_signed(span)}"
    record(actor=request.user, action="traces.content.read", target=target, detail={"project": project})
    opened = opened_position(found.drawing.lines, here)
    if opened is None:
        raise Http404
    context = loading.span_context(request, found, found.drawing.lines[opened], here)
    context["messages_kept"] = None if kept is None else conversation(kept)
    template = "traces/_span.html" if wants_fragment(request) else "traces/content.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response
