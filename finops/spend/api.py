"""`/api/v1/spend` and `/api/v1/charges`."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from ninja import Router

from finops.accounts import selectors as accounts
from finops.accounts.api_auth import visible_projects
from finops.accounts.permissions import Capability, require
from finops.core.api import parameters
from finops.core.parameters import trace_id
from finops.prices.selectors import price_references
from finops.spend import params, schemas
from finops.spend.charge_selectors import charge_page
from finops.spend.charge_types import CURSOR, ChargeQuery
from finops.spend.dimensions import DIMENSIONS
from finops.spend.reporting import reported
from finops.spend.selectors import spend_rows, spend_totals
from finops.spend.types import SpendQuery

router = Router(tags=["Spend"])
MOST_ROWS, MOST_CHARGES, MOST_DIMENSIONS = 10_000, 1000, 4
KNOWN = ", ".join([*DIMENSIONS, "custom.<name>"])
WITHOUT = "A dimension without a value: spend that is unattributed in it. Repeatable."
SPEND = {
    "start": "First day (date), in the organisation's time zone. The first of the month when left out.",
    "end": "The day after the last one (date). Tomorrow when left out.",
    "group_by": f"Up to {MOST_DIMENSIONS} dimensions, separated by commas: {KNOWN}.",
    "interval": "day, week (from Monday) or month; one sum over the range when left out.",
    "filter": "filter[dimension]=value; repeat it for any of several values.",
    "without": WITHOUT,
    "limit": f"At most this many rows, dearest first: 1 to {MOST_ROWS}, {MOST_ROWS} when left out.",
}
CHARGES = {
    "start": "From this date or time on.",
    "end": "Up to, not including, this date or time.",
    "trace_id": "Only the charges of this trace (32 hexadecimal digits), settled or not.",
    "counted": "true or false; both when left out.",
    "unpriced": "true: only charges whose cost is unknown.",
    "filter": f"filter[dimension]=value. Dimensions: {KNOWN}.",
    "without": WITHOUT,
    "cursor": "`next` of the page before.",
    "limit": f"1 to {MOST_CHARGES}, 100 when left out.",
}


@router.get("/spend", response=schemas.SpendOut, openapi_extra=parameters(SPEND), summary="Who spent what")
@require(Capability.VIEW_SPEND)
def spend(request: HttpRequest) -> JsonResponse:
    """Calls, tokens by kind and cost, by any dimensions, from the rollups. Costs are USD as text."""
    given, organisation = request.GET, accounts.organisation()
    params.refuse_unknown(given, SPEND)
    zone = accounts.time_zone()
    limit = params.limit(given, default=MOST_ROWS, maximum=MOST_ROWS)
    query = SpendQuery(
        days=params.api_days(given, today=timezone.now().astimezone(zone).date(), zone=zone),
        group_by=params.group_by(given, most=MOST_DIMENSIONS),
        interval=params.interval(given),
        filters=params.filters(given, params.API_FILTER),
        project_ids=visible_projects(request),
        parts=True,
    )
    rows, totals = spend_rows(query, limit=limit + 1), spend_totals(query)
    answer = {
        **query.days._asdict(),
        "time_zone": zone.key,
        "currency": organisation.currency,
        "interval": query.interval,
        "group_by": list(query.group_by),
        "rows": [schemas.row_out(row, query.group_by) for row in rows[:limit]],
        "truncated": len(rows) > limit,
        "totals": schemas.measures_out(totals.measures),
        "reported": schemas.reported_out(reported(query)),
        "unattributed": {claim.dimension: schemas.unattributed_out(claim) for claim in totals.unattributed},
        "unpriced": {"calls": totals.measures.unpriced_calls},
    }
    return JsonResponse(answer)  # as it is: a schema would drop the dimensions of a row


@router.get(
    "/charges", response=schemas.ChargesOut, openapi_extra=parameters(CHARGES), summary="Every charge"
)
@require(Capability.VIEW_SPEND)
def charges(request: HttpRequest) -> dict[str, Any]:
    """Every metered call with its tokens, price and cost, counted or not and why; newest first."""
    given, organisation = request.GET, accounts.organisation()
    params.refuse_unknown(given, CHARGES)
    zone = accounts.time_zone()
    query = ChargeQuery(
        time=params.api_instants(given, zone),
        filters=params.filters(given, params.API_FILTER),
        counted=params.flag(given, "counted"),
        unpriced=bool(params.flag(given, "unpriced")),
        trace_id=trace_id("trace_id", given["trace_id"]) if given.get("trace_id") else None,
        project_ids=visible_projects(request),
        after=CURSOR.decode(given["cursor"]) if given.get("cursor") else None,
        limit=params.limit(given, default=100, maximum=MOST_CHARGES),
    )
    page = charge_page(query, zone)
    prices = price_references(charge.price_id for charge in page.charges if charge.price_id)
    items = [
        schemas.charge_out(charge, prices.get(charge.price_id or 0), organisation.currency)
        for charge in page.charges
    ]
    return {"items": items, "next": CURSOR.encode(page.next) if page.next else None}
