"""`/api/v1/anomalies`."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from finops.accounts.permissions import Capability, require
from finops.accounts.selectors import time_zone
from finops.anomalies import selectors
from finops.anomalies.access import only_of, project_of
from finops.anomalies.models import Anomaly
from finops.anomalies.schemas import AnomaliesOut, AnomalyOut, anomaly_out
from finops.core.api import parameters
from finops.core.parameters import whole_number
from finops.spend import params

router = Router(tags=["Anomalies"])
MOST, MOST_ID = 1_000, 2**63 - 1
LIST = {
    "going_on": "true: those that go on alone; false: those that are over.",
    "cursor": "`next` of the page before.",
    "limit": f"1 to {MOST}, 100 when left out.",
}


@router.get("/anomalies", response=AnomaliesOut, openapi_extra=parameters(LIST), summary="Anomalies")
@require(Capability.VIEW_SPEND)
def anomalies(request: HttpRequest) -> dict[str, Any]:
    """Spend that is or was not as usual, the newest first. A key of one project sees those of its project."""
    given = request.GET
    params.refuse_unknown(given, LIST)
    limit = params.limit(given, default=100, maximum=MOST)
    found = selectors.found(params.flag(given, "going_on")).filter(**_visible(request))
    if given.get("cursor"):
        found = selectors.after(found, given["cursor"])
    page, now = list(found[: limit + 1]), timezone.now()
    end = page[limit - 1] if page[limit:] else None
    items = [anomaly_out(one, time_zone(), now) for one in page[:limit]]
    return {"items": items, "next": end and selectors.cursor_of(end)}


@router.get("/anomalies/{anomaly_id}", response=AnomalyOut, summary="One anomaly")
@require(Capability.VIEW_SPEND)
def anomaly(request: HttpRequest, anomaly_id: str) -> dict[str, Any]:
    """One anomaly with what explains it."""
    number = whole_number("anomaly_id", anomaly_id, minimum=1, maximum=MOST_ID)
    found: QuerySet[Anomaly] = Anomaly.objects.filter(pk=number, **_visible(request))
    one = found.first()
    if one is None:
        raise Http404
    return anomaly_out(one, time_zone(), timezone.now())


def _visible(request: HttpRequest) -> dict[str, str]:
    return only_of(project_of(request.auth))  # type: ignore[attr-defined]  # a Caller
