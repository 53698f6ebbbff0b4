"""`/api/v1/slos`."""

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from finops.accounts.api_auth import visible_projects
from finops.accounts.permissions import Capability, require
from finops.accounts.services import Refused
from finops.core.api import parameters
from finops.core.paging import BigInt, Cursor
from finops.core.parameters import BadParameter, whole_number
from finops.slos import selectors, services
from finops.slos.documents import SloDocument, around, content_from
from finops.slos.models import Slo
from finops.slos.rules import BadSlo
from finops.slos.schemas import SloOut, SlosOut, slo_out
from finops.spend import params

router = Router(tags=["SLOs"])
MOST_ID, MOST = 2**63 - 1, 500
PAGE = {"cursor": "`next` of the page before.", "limit": f"1 to {MOST}, 100 when left out."}


class ByName(NamedTuple):
    """Where a page ended."""

    name: str
    id: BigInt


CURSOR = Cursor(ByName)


@router.get("/slos", response=SlosOut, openapi_extra=parameters(PAGE), summary="SLOs and how they stand")
@require(Capability.VIEW_SPEND)
def slos(request: HttpRequest) -> dict[str, Any]:
    """SLOs by name with what is left of their budgets. A key of one project sees those of its project."""
    given = request.GET
    params.refuse_unknown(given, PAGE)
    limit = params.limit(given, default=100, maximum=MOST)
    found = _visible(request).order_by("name", "pk")
    if given.get("cursor"):
        after = CURSOR.decode(given["cursor"])
        found = found.filter(Q(name__gt=after.name) | Q(name=after.name, pk__gt=after.id))
    page = list(found[: limit + 1])
    end = page[limit - 1] if page[limit:] else None
    items = [slo_out(one) for one in selectors.standings(timezone.now(), page[:limit])]
    return {"items": items, "next": end and CURSOR.encode(ByName(end.name, end.pk))}


@router.post("/slos", response=SloOut, summary="A new SLO")
@require(Capability.MANAGE_SLOS)
def slo_new(request: HttpRequest, given: SloDocument) -> dict[str, Any]:
    """Make an SLO; workers count its history. Needs a key of scope admin."""
    content = _content(given)
    try:
        made = services.slo_create(actor=_actor(request), now=timezone.now(), **content)
    except Refused as refused:
        raise BadParameter("name", str(refused)) from None
    return _one(made)


@router.get("/slos/{slo_id}", response=SloOut, summary="One SLO")
@require(Capability.VIEW_SPEND)
def slo(request: HttpRequest, slo_id: str) -> dict[str, Any]:
    """One SLO and how it stands."""
    return _one(_found(request, slo_id))


@router.put("/slos/{slo_id}", response=SloOut, summary="Change an SLO")
@require(Capability.MANAGE_SLOS)
def slo_change(request: HttpRequest, slo_id: str, given: SloDocument) -> dict[str, Any]:
    """Let an SLO say something else; what it then counts it counts from history. Needs scope admin."""
    found, content = _found(request, slo_id), _content(given)
    try:
        changed = services.slo_update(slo=found, actor=_actor(request), now=timezone.now(), **content)
    except Refused as refused:
        raise BadParameter("name", str(refused)) from None
    return _one(changed)


@router.delete("/slos/{slo_id}", response=SloOut, summary="Archive an SLO")
@require(Capability.MANAGE_SLOS)
def slo_end(request: HttpRequest, slo_id: str) -> dict[str, Any]:
    """Stop counting and alerting; answers with how it stood. Needs a key of scope admin."""
    found = _found(request, slo_id)
    stood = _one(found)
    services.slo_archive(slo=found, actor=_actor(request), now=timezone.now())
    return stood


def _one(found: Slo) -> dict[str, Any]:
    [standing] = selectors.standings(timezone.now(), [found])
    return slo_out(standing)


def _found(request: HttpRequest, slo_id: str) -> Slo:
    number = whole_number("slo_id", slo_id, minimum=1, maximum=MOST_ID)
    found = _visible(request).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _content(given: SloDocument) -> dict[str, Any]:
    try:
        return content_from(given, around())
    except BadSlo as wrong:
        raise BadParameter(wrong.field, str(wrong)) from None


def _actor(request: HttpRequest) -> str:
    return f"key {request.auth.prefix}…"  # type: ignore[attr-defined]  # only keys write


def _visible(request: HttpRequest) -> QuerySet[Slo]:
    projects = visible_projects(request)
    return selectors.slos() if projects is None else selectors.slos().filter(project__in=projects)
