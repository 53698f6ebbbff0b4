"""One trace as a waterfall with one span of it opened."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from finops.accounts.permissions import Capability, require
from finops.core.htmx import wants_fragment
from finops.core.refusals import teaches
from finops.traces import loading, page
from finops.traces.loading import Trace
from finops.traces.logs import has_logs
from finops.traces.trace_links import Place, place
from finops.traces.trace_summary import summary_facts
from finops.traces.window import opened_position, window

# What htmx asks for, by the id of what it replaces. Nothing named: a span for the panel.
FRAGMENTS = {"waterfall": "traces/_waterfall.html", "more": "traces/_rows.html"}


@require(Capability.VIEW_TRACES)
@teaches
def trace(request: HttpRequest, project: int, trace: uuid.UUID) -> HttpResponse:
    """The waterfall, with one span opened beside it on request."""
    here = place(request.GET)
    template = _template(request)
    if template == "traces/_span.html" and here.span_id is not None:
        return _span(request, loading.one_span(project, trace, here.span_id), here)
    return _page(request, loading.whole(project, trace), here, template)


def _template(request: HttpRequest) -> str:
    if not wants_fragment(request):
        return "traces/trace.html"
    return FRAGMENTS.get(request.headers.get("HX-Target", ""), "traces/_span.html")


def _page(request: HttpRequest, found: Trace, here: Place, template: str) -> HttpResponse:
    lines = found.drawing.lines
    if found.summary is None and not lines and not found.calls:
        raise Http404
    context: dict[str, Any] = {
        "trace": found,
        "place": here,
        "frame": found.drawing.frame,
        "window": window(found.drawing, here),
        "toggle_notable": here._replace(notable=not here.notable, after=None).url,
        "title": _title(found),
    }
    if template == "traces/trace.html":
        context |= {"sums": page.sums(found.calls), "facts": summary_facts(found.summary)}
        context |= {"shares": page.shares(found.calls), "doubts": page.doubts(found.calls)}
        context["has_logs"] = has_logs(project_id=found.project_id, trace_id=found.trace_id)
        context |= {} if lines else {"remaining": loading.remaining_charges(found)}
        opened = opened_position(lines, here)
        if opened is not None:
            context |= loading.span_context(request, found, lines[opened], here)
    else:
        template = template if template != "traces/_span.html" else "traces/_waterfall.html"
    return render(request, template, context)


def _span(request: HttpRequest, found: Trace, here: Place) -> HttpResponse:
    """One span for the panel, without reading the others."""
    lines = found.drawing.lines
    opened = opened_position(lines, here)
    if opened is None:
        raise Http404
    context = loading.span_context(request, found, lines[opened], here)
    return render(request, "traces/_span.html", context)


def _title(found: Trace) -> str:
    if found.summary:
        return found.summary.name
    lines = found.drawing.lines
    return lines[0].span.name if lines else found.trace_id.hex
