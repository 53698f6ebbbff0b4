"""The trace list."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.htmx import render_page
from finops.core.periods import PRESETS, instants, through
from finops.core.refusals import teaches
from finops.spend import links, params
from finops.traces.params import trace_query
from finops.traces.selectors import trace_page
from finops.traces.types import CURSOR, TraceKey, TraceQuery, TraceRow

PAGE = 50
WEEK = dt.timedelta(days=6)


@require(Capability.VIEW_TRACES)
@teaches
def traces(request: HttpRequest) -> HttpResponse:
    """Which traces were slow, failing or expensive, newest first."""
    given, today = request.GET, timezone.localdate()
    chosen = _range(request, today)
    time = instants(chosen.days, accounts.time_zone())
    query = trace_query(given, spelling=params.PAGE_FILTER, time=time, limit=PAGE)
    page = trace_page(query)
    context = {
        "query": query,
        "range": chosen,
        "lines": [(trace, _values(query, chosen, trace)) for trace in page.traces],
        "older_url": _older(request, page.next),
        "presets": [
            (label, _address(query, params.Range(chosen.days, name)), name) for name, label in PRESETS.items()
        ],
        "kept": links.filter_pairs(query.filters),
        "chips": _chips(query, chosen),
    }
    return render_page(request, "traces/traces.html", "traces/_traces.html", context)


def _range(request: HttpRequest, today: dt.date) -> params.Range:
    """The last seven days unless the address says otherwise."""
    if any(request.GET.get(name) for name in ("range", "from", "to")):
        return params.page_range(request.GET, today)
    return params.Range(through(today - WEEK, today), "7d")


def _older(request: HttpRequest, key: TraceKey | None) -> str:
    if key is None:
        return ""
    given = request.GET.copy()
    given["cursor"] = CURSOR.encode(key)
    return f"?{given.urlencode()}"


def _address(query: TraceQuery, chosen: params.Range) -> str:
    days = [("range", chosen.preset)] if chosen.preset else links.days_pairs(chosen.days)
    flags = [("errors", "true")] if query.only_errors else []
    flags += [("unpriced", "true")] if query.only_unpriced else []
    flags += [("q", query.text)] if query.text else []
    return links.address("traces", days + flags + links.filter_pairs(query.filters))


def _values(query: TraceQuery, chosen: params.Range, trace: TraceRow) -> list[links.Chip]:
    """The values of a trace that the list can be narrowed to."""
    found = []
    for name, value in (("team", trace.team), ("journey", trace.journey), ("customer", trace.customer)):
        if value is not None:
            narrowed = query._replace(filters=links.narrowed(query.filters, name, value))
            found.append(links.Chip(links.label_of(name), value, _address(narrowed, chosen)))
    return found


def _chips(query: TraceQuery, chosen: params.Range) -> list[links.Chip]:
    found = []
    for wanted in query.filters:
        rest = query._replace(filters=tuple(kept for kept in query.filters if kept != wanted))
        label, value = links.label_of(wanted.dimension), links.value_of(wanted)
        found.append(links.Chip(label, value, _address(rest, chosen)))
    if query.only_errors:
        found.append(links.Chip("Only", "failed", _address(query._replace(only_errors=False), chosen)))
    if query.only_unpriced:
        found.append(links.Chip("Only", "unpriced", _address(query._replace(only_unpriced=False), chosen)))
    return found
