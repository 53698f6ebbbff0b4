"""The trace list."""

import datetime as dt
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.date_range import date_range
from finops.core.htmx import has_shown, render_page
from finops.core.periods import instants
from finops.core.refusals import teaches
from finops.core.tables import Column, shown_pairs, table
from finops.spend import links, params
from finops.traces import list_query
from finops.traces.cells import Line, row
from finops.traces.few import tallies_of
from finops.traces.list_links import Listing
from finops.traces.params import BOUNDS, trace_query
from finops.traces.selectors import last_looked_at, trace_page, trace_tallies
from finops.traces.tallies import Tallies, duration_bars, facets, tallies
from finops.traces.types import CURSOR, Sort, TraceKey, TracePage, TraceQuery, TraceRow

PAGE = 40
COLUMNS = (
    Column("trace", "Trace, time"),
    Column("whose", "Whose", optional=True),
    Column("models", "Models", optional=True),
    Column("calls", "Calls", numeric=True, optional=True),
    Column("tokens", "Tokens in, out", numeric=True, optional=True),
    Column("duration", "Duration", numeric=True),
    Column("cost", "Cost, USD", numeric=True),
)
WEEK = "7d"
IN_COMMON = ("matching", "glance")  # parts of the page that the order of its rows does not change
ORDERS = {
    Sort.TIME: "Newest first",
    Sort.DURATION: "Slowest first",
    Sort.COST: "Dearest first",
    Sort.TOKENS: "Most tokens first",
}


class Heading(NamedTuple):
    """A column the list can be sorted by."""

    sort: Sort
    url: str
    current: bool


@require(Capability.VIEW_TRACES)
@teaches
def traces(request: HttpRequest) -> HttpResponse:
    """Which traces were slow, failing or expensive."""
    given = request.GET
    chosen = params.page_range(given, timezone.localdate(), accounts.fiscal_year_start(), default=WEEK)
    time = instants(chosen.days, accounts.time_zone())
    query = trace_query(given, spelling=params.PAGE_FILTER, time=time, limit=PAGE)
    listing = Listing(query, chosen, tuple(shown_pairs(given)))
    page = trace_page(query)
    look = table(given, COLUMNS)
    context = {
        **_in_common(query, page, listing, told=has_shown(request, *IN_COMMON)),
        "query": query,
        "table": look,
        "chosen": "column" in given,
        "range": chosen,
        "listing": listing,
        "sample": list_query.SAMPLE,
        "looked": list_query.LOOKED,
        "looked_until": page.looked_until,
        "failed_url": listing.asking(only_errors=True),
        "unpriced_url": listing.asking(only_unpriced=True),
        "headings": {sort.value: _heading(sort, listing) for sort in Sort},
        "order": ORDERS[query.sort],
        "lines": [row(Line(trace, _owners(listing, trace)), look.columns) for trace in page.traces],
        "older_url": _older(request, page.next),
        "picker": date_range(given, *chosen),
        "kept": [*listing.range_pairs, *_kept(listing)],
        "bounds": {name: given.get(name, "") for names in BOUNDS.values() for name in names},
        "chips": listing.chips,
        "clear_url": links.address("traces", [*listing.range_pairs, *listing.shown]),
    }
    return render_page(request, "traces/traces.html", "traces/_traces.html", context)


def _in_common(query: TraceQuery, page: TracePage, listing: Listing, *, told: bool) -> dict[str, Any]:
    """What the matching traces have in common, whatever their order: nothing where that is told already."""
    if told:
        return {"tallies": None}
    found = tallies(tallies_of(page.traces) if _holds_all(query, page) else trace_tallies(query))
    return {
        "tallies": found,
        "counted_until": _counted_until(query, page, found),
        "facets": facets(found, listing),
        "bars": duration_bars(found, listing),
    }


def _holds_all(query: TraceQuery, page: TracePage) -> bool:
    """Whether the page holds every trace that matches of those that are looked at."""
    return query.after is None and len(page.traces) < query.limit


def _counted_until(query: TraceQuery, page: TracePage, found: Tallies) -> dt.datetime | None:
    """How far back the counts reach when that is not all of the range."""
    if found.is_sample:
        return None
    if _holds_all(query, page):
        return page.looked_until
    last = last_looked_at(query._replace(after=None))
    return last.start_time if last else None


def _older(request: HttpRequest, key: TraceKey | None) -> str:
    if key is None:
        return ""
    given = request.GET.copy()
    given["cursor"] = CURSOR.encode(key)
    return f"?{given.urlencode()}"


def _heading(sort: Sort, listing: Listing) -> Heading:
    return Heading(sort, listing.asking(sort=sort), listing.query.sort is sort)


def _kept(listing: Listing) -> links.Pairs:
    """What the form does not ask about but keeps."""
    query = listing.query
    order = [("sort", str(query.sort))] if query.sort is not Sort.TIME else []
    return [*order, *links.filter_pairs(query.filters), *listing.shown]


def _owners(listing: Listing, trace: TraceRow) -> list[links.Chip]:
    """The values of a trace that the list can be narrowed to."""
    owners = (("team", trace.team), ("journey", trace.journey), ("customer", trace.customer))
    return [
        links.Chip(links.label_of(name), value, listing.narrowing(name, value))
        for name, value in owners
        if value is not None
    ]
