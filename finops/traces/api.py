"""`/api/v1/traces`."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from finops.accounts import selectors as accounts
from finops.accounts.api_auth import visible_projects
from finops.accounts.permissions import Capability, require
from finops.core.api import parameters
from finops.spend import params
from finops.traces.list_query import FILTERS
from finops.traces.params import trace_query
from finops.traces.schemas import TracesOut, trace_out
from finops.traces.selectors import trace_page
from finops.traces.types import CURSOR

router = Router(tags=["Traces"])
MOST = 1000
LIMITS = {
    "min_duration_ms": "at least this duration, in milliseconds",
    "max_duration_ms": "at most this duration, in milliseconds",
    "min_cost": "at least this cost, in USD",
    "max_cost": "at most this cost, in USD",
    "min_tokens": "at least so many tokens, input and output",
    "max_tokens": "at most so many tokens, input and output",
}
PARAMETERS = {
    "start": "From this date or time on.",
    "end": "Up to, not including, this date or time.",
    "q": "A part of the name of the root span, of a customer, user or session, or a trace id.",
    "sort": "time (newest first, when left out), duration, cost or tokens (most first).",
    **{name: f"Only traces with {words}." for name, words in LIMITS.items()},
    "errors": "true: only traces with a failed span.",
    "unpriced": "true: only traces with a call whose cost is unknown.",
    "filter": f"filter[dimension]=value. Dimensions: {', '.join(FILTERS)}.",
    "without": "A dimension without a value. Repeatable.",
    "cursor": "`next` of the page before.",
    "limit": f"1 to {MOST}, 100 when left out.",
}


@router.get("/traces", response=TracesOut, openapi_extra=parameters(PARAMETERS), summary="Every trace")
@require(Capability.VIEW_TRACES)
def traces(request: HttpRequest) -> dict[str, Any]:
    """Traces with their spans, errors, tokens and cost, newest first, once they are settled."""
    given = request.GET
    params.refuse_unknown(given, PARAMETERS, FILTERS)
    time = params.api_instants(given, accounts.time_zone())
    limit = params.limit(given, default=100, maximum=MOST)
    query = trace_query(given, spelling=params.API_FILTER, time=time, limit=limit)
    page = trace_page(query._replace(project_ids=visible_projects(request)))
    currency = accounts.organisation().currency
    items = [trace_out(trace, currency) for trace in page.traces]
    return {"items": items, "next": CURSOR.encode(page.next) if page.next else None}
