"""One trace as a waterfall, one span of it, and the messages of a span."""

import re
import uuid
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, can_read_content, require
from finops.audit.services import record
from finops.core.htmx import wants_fragment
from finops.core.parameters import hex_from_signed, whole_number
from finops.core.refusals import teaches
from finops.spend.charge_selectors import charge_page
from finops.spend.charge_types import ChargeQuery, ChargeRow
from finops.spend.charge_views import charge_line
from finops.spend.params import flag
from finops.traces import page, selectors
from finops.traces.page import SpanLine
from finops.traces.types import TraceRow
from finops.traces.waterfall import frame

HEX_ID = re.compile("[0-9a-f]{16}")
ROWS, MOST_ROWS, MOST_CHARGES = 300, 10_000, 50_000


class Trace(NamedTuple):
    """Everything read for the page of a trace."""

    project_id: int
    trace_id: uuid.UUID
    summary: TraceRow | None  # None: not settled yet
    lines: list[SpanLine]
    charges: list[ChargeRow]


@require(Capability.VIEW_TRACES)
@teaches
def trace(request: HttpRequest, project: int, trace: uuid.UUID) -> HttpResponse:
    """The waterfall, with one span opened beside it on request."""
    span_id = _span_id(request)
    if span_id is not None and wants_fragment(request):
        return _span_fragment(request, _load(project, trace, span_id))
    found = _load(project, trace)
    if found.summary is None and not found.lines and not found.charges:
        raise Http404
    opened = _opened(request, found)
    notable = bool(flag(request.GET, "notable"))
    rows = _rows(request)
    shown = [line for line in found.lines if line.is_notable] if notable else found.lines
    context = {
        "trace": found,
        "sums": page.sums(found.charges),
        "frame": frame([line.span for line in found.lines]),
        "lines": shown[:rows],
        "hidden": max(len(shown) - rows, 0),
        "more": min(rows * 4, MOST_ROWS) if rows < MOST_ROWS else 0,
        "notable": notable,
        "opened": opened,
        "title": _title(found),
        **(_span_context(request, found, opened) if opened else {}),
    }
    return render(request, "traces/trace.html", context)


@require(Capability.VIEW_TRACES)
def content(
    request: HttpRequest, project: int, trace: uuid.UUID, span: int, fingerprint: int
) -> HttpResponse:
    """Prompts and completions of a span, for those who may read them. Each reading is written down."""
    summary = selectors.trace_summary(project_id=project, trace_id=trace)
    if not can_read_content(request.user, summary and summary.team):
        return render(request, "traces/content_refused.html", status=403)
    kept = selectors.span_content(
        project_id=project,
        trace_id=trace,
        span_id=span,
        fingerprint=fingerprint,
        within=selectors.extent(summary),
    )
    target = f"{trace.hex}/{hex_from_signed(span)}"
    record(actor=request.user, action="traces.content.read", target=target, detail={"project": project})
    template = "traces/_content.html" if wants_fragment(request) else "traces/content.html"
    response = render(
        request, template, {"content": kept, "project": project, "trace_id": trace, "span_id": span}
    )
    response["Cache-Control"] = "no-store"
    return response


def _span_fragment(request: HttpRequest, found: Trace) -> HttpResponse:
    """One span for the panel beside the waterfall, without reading the others."""
    opened = _opened(request, found)
    if opened is None:
        raise Http404
    return render(request, "traces/_span.html", _span_context(request, found, opened))


def _load(project: int, trace_id: uuid.UUID, span_id: int | None = None) -> Trace:
    """A trace, or as much of it as one span needs."""
    summary = selectors.trace_summary(project_id=project, trace_id=trace_id)
    within = selectors.extent(summary)
    spans = selectors.trace_spans(project_id=project, trace_id=trace_id, within=within, span_id=span_id)
    query = ChargeQuery(trace_id=trace_id, span_id=span_id, project_ids=(project,), limit=MOST_CHARGES)
    charges = charge_page(query, accounts.time_zone()).charges
    return Trace(project, trace_id, summary, page.span_lines(spans, charges), charges)


def _rows(request: HttpRequest) -> int:
    raw = request.GET.get("rows", "")
    return whole_number("rows", raw, minimum=1, maximum=MOST_ROWS) if raw else ROWS


def _span_id(request: HttpRequest) -> int | None:
    """The id of the span the address names; None when it names none."""
    wanted = request.GET.get("span", "").lower()[:16]
    return int.from_bytes(bytes.fromhex(wanted), "big", signed=True) if HEX_ID.fullmatch(wanted) else None


def _opened(request: HttpRequest, found: Trace) -> SpanLine | None:
    """The span the address names as `span=<id>` or `span=<id>-<fingerprint>`; an unknown one opens none."""
    wanted = request.GET.get("span", "").lower()
    for line in found.lines if wanted else []:
        span_id = hex_from_signed(line.span.span_id)
        if wanted in (span_id, f"{span_id}-{hex_from_signed(line.span.fingerprint)}"):
            return line
    return None


def _span_context(request: HttpRequest, found: Trace, opened: SpanLine) -> dict[str, Any]:
    detail = selectors.span_detail(
        project_id=found.project_id,
        trace_id=found.trace_id,
        span_id=opened.span.span_id,
        fingerprint=opened.span.fingerprint,
        within=selectors.extent(found.summary),
    )
    return {
        "trace": found,
        "opened": opened,
        "detail": detail,
        "charges": [charge_line(charge) for charge in opened.charges],
        "versions": [charge_line(charge) for charge in page.versions(found.charges, opened)],
        "may_read": can_read_content(request.user, found.summary and found.summary.team),
    }


def _title(found: Trace) -> str:
    if found.summary:
        return found.summary.name
    return found.lines[0].span.name if found.lines else found.trace_id.hex
