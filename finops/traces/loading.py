"""Reading a trace, or as much of it as one span needs, for its pages."""

import json
import uuid
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from finops.accounts import selectors as accounts
from finops.accounts.permissions import can_read_content
from finops.core.parameters import hex_from_signed
from finops.spend.charge_selectors import charge_page
from finops.spend.charge_types import ChargeQuery, ChargeRow
from finops.spend.charge_views import ChargeLine, charge_line
from finops.traces import page, selectors
from finops.traces.page import Drawing, SpanLine
from finops.traces.trace_links import TABS, Place
from finops.traces.types import CallRow, SpanDetail, TraceRow

MOST_CHARGES = 200


class Trace(NamedTuple):
    """What was read of a trace."""

    project_id: int
    trace_id: uuid.UUID
    summary: TraceRow | None  # None: not settled yet
    drawing: Drawing
    calls: list[CallRow]


class Tab(NamedTuple):
    """One way to look at a span."""

    href: str
    label: str
    current: bool


def whole(project: int, trace_id: uuid.UUID) -> Trace:
    """All spans and charges of a trace."""
    summary = selectors.trace_summary(project_id=project, trace_id=trace_id)
    spans = selectors.trace_spans(
        project_id=project, trace_id=trace_id, within=selectors.extent(summary), span_id=None
    )
    calls = selectors.trace_calls(project_id=project, trace_id=trace_id)
    return Trace(project, trace_id, summary, page.drawing(spans, calls), calls)


def one_span(project: int, trace_id: uuid.UUID, span_id: int) -> Trace:
    """The versions of one span, without reading the others."""
    summary = selectors.trace_summary(project_id=project, trace_id=trace_id)
    spans = selectors.trace_spans(
        project_id=project, trace_id=trace_id, within=selectors.extent(summary), span_id=span_id
    )
    return Trace(project, trace_id, summary, page.drawing(spans, []), [])


def remaining_charges(found: Trace) -> list[ChargeLine]:
    """The newest charges of a trace whose spans are gone."""
    query = ChargeQuery(trace_id=found.trace_id, project_ids=(found.project_id,), limit=MOST_CHARGES)
    return [charge_line(charge) for charge in charge_page(query, accounts.time_zone()).charges]


def span_context(request: HttpRequest, found: Trace, opened: SpanLine, place: Place) -> dict[str, Any]:
    """What the panel of a span shows."""
    detail = selectors.span_detail(
        project_id=found.project_id,
        trace_id=found.trace_id,
        span_id=opened.span.span_id,
        fingerprint=opened.span.fingerprint,
        within=selectors.extent(found.summary),
    )
    own, others = _charges(found, opened)
    tab = place.tab or ("charge" if own or not detail else "attributes")
    may_read = can_read_content(request.user, found.summary and found.summary.team)
    return {
        "trace": found,
        "opened": opened,
        "detail": detail,
        "charges": [charge_line(charge) for charge in own],
        "versions": [charge_line(charge) for charge in others],
        "may_read": may_read,
        "tab": tab,
        "tabs": _tabs(found, opened, place, tab, detail, may_read),
        "raw": json.dumps(_raw(detail), indent=2, ensure_ascii=False, default=str) if detail else "",
    }


def _charges(found: Trace, opened: SpanLine) -> tuple[list[ChargeRow], list[ChargeRow]]:
    """The charges of this version of the span, and those of its other versions."""
    query = ChargeQuery(
        trace_id=found.trace_id,
        span_id=opened.span.span_id,
        project_ids=(found.project_id,),
        limit=MOST_CHARGES,
    )
    charges = charge_page(query, accounts.time_zone()).charges
    own = [charge for charge in charges if charge.fingerprint == opened.span.fingerprint]
    others = [charge for charge in charges if charge.fingerprint != opened.span.fingerprint]
    return sorted(own, key=lambda charge: charge.line), others


def _tabs(
    found: Trace, opened: SpanLine, place: Place, tab: str, detail: SpanDetail | None, may_read: bool
) -> list[Tab]:
    if detail is None:
        return []
    counts = {name: len(getattr(detail, name)) for name in ("attributes", "events", "links")}
    here = place.opening(opened.span)
    trace_url = reverse("trace", args=[found.project_id, found.trace_id])
    tabs = [
        Tab(trace_url + here._replace(tab=name).url, f"{label} {counts.get(name, '')}".strip(), name == tab)
        for name, label in TABS.items()
        if name not in ("events", "links") or counts[name]
    ]
    if may_read and detail.has_content:
        tabs.insert(1, Tab(content_url(found, opened), "Conversation", tab == "messages"))
    return tabs


def content_url(found: Trace, opened: SpanLine) -> str:
    """The address of the prompts and completions of a span."""
    span = opened.span
    key = [hex_from_signed(span.span_id), hex_from_signed(span.fingerprint)]
    return reverse("trace_content", args=[found.project_id, found.trace_id, *key])


def _raw(detail: SpanDetail) -> dict[str, Any]:
    """The span as it is stored, ids as OpenTelemetry writes them."""
    ids = ("span_id", "fingerprint", "parent_span_id")
    stored = detail._asdict()
    return stored | {name: hex_from_signed(stored[name]) for name in ids if stored[name] is not None}
