"""`/api/v1/batches`."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from finops.accounts.api_auth import visible_projects
from finops.accounts.permissions import Capability, require
from finops.core.api import parameters
from finops.ingestion.schemas import BatchesOut, batch_out
from finops.ingestion.selectors import batch_page
from finops.ingestion.types import CURSOR
from finops.spend import params

router = Router(tags=["Ingestion"])
MOST = 1000
PARAMETERS = {
    "settled": "true or false; both when left out.",
    "cursor": "`next` of the page before.",
    "limit": f"1 to {MOST}, 100 when left out.",
}


@router.get(
    "/batches", response=BatchesOut, openapi_extra=parameters(PARAMETERS), summary="What was received"
)
@require(Capability.VIEW_INGESTION)
def batches(request: HttpRequest) -> dict[str, Any]:
    """What was received, stored, refused and settled, newest first."""
    given = request.GET
    params.refuse_unknown(given, PARAMETERS)
    page = batch_page(
        project_ids=visible_projects(request),
        settled=params.flag(given, "settled"),
        after=CURSOR.decode(given["cursor"]) if given.get("cursor") else None,
        limit=params.limit(given, default=100, maximum=MOST),
    )
    items = [batch_out(batch) for batch in page.batches]
    return {"items": items, "next": CURSOR.encode(page.next) if page.next else None}
