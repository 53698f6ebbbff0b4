"""`/api/v1/slos`."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from finops.accounts.api_auth import visible_projects
from finops.accounts.permissions import Capability, require
from finops.core.parameters import whole_number
from finops.slos import selectors
from finops.slos.models import Slo
from finops.slos.schemas import SloOut, SlosOut, slo_out

router = Router(tags=["SLOs"])
MOST_ID = 2**63 - 1


@router.get("/slos", response=SlosOut, summary="SLOs and how they stand")
@require(Capability.VIEW_SPEND)
def slos(request: HttpRequest) -> dict[str, Any]:
    """All SLOs with what is left of their error budgets. A key of one project sees those of its project."""
    return {"items": [slo_out(one) for one in selectors.standings(timezone.now(), _visible(request))]}


@router.get("/slos/{slo_id}", response=SloOut, summary="One SLO")
@require(Capability.VIEW_SPEND)
def slo(request: HttpRequest, slo_id: str) -> dict[str, Any]:
    """One SLO and how it stands."""
    number = whole_number("slo_id", slo_id, minimum=1, maximum=MOST_ID)
    found = _visible(request).filter(pk=number).first()
    if found is None:
        raise Http404
    [standing] = selectors.standings(timezone.now(), [found])
    return slo_out(standing)


def _visible(request: HttpRequest) -> QuerySet[Slo]:
    projects = visible_projects(request)
    return selectors.slos() if projects is None else selectors.slos().filter(project__in=projects)
