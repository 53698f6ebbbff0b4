"""`/api/v1/budgets`."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from finops.accounts.permissions import Capability, require
from finops.budgets import schemas, selectors
from finops.budgets.checks.shadow import shadow_denials
from finops.budgets.documents import BudgetDocument, content_from
from finops.budgets.importing import exported, import_file, spelled, surroundings
from finops.budgets.models import Budget, Firing
from finops.budgets.rules import BadBudget
from finops.budgets.services import budget_archive, budget_change, budget_create, content_of
from finops.budgets.visibility import is_visible, only_of, project_of
from finops.budgets.yaml_file import BadFile
from finops.core.api import parameters
from finops.core.paging import BigInt, Cursor
from finops.core.parameters import BadParameter, whole_number
from finops.spend import params

router = Router(tags=["Budgets"])
MOST, MOST_VALUES, MOST_ID = 1_000, 1_000, 2**63 - 1
PAGE = {"cursor": "`next` of the page before.", "limit": f"1 to {MOST}, 100 when left out."}
LIST = {"archived": "true: those that have ended instead.", **PAGE}
IMPORT = {
    "dry_run": "true: only say what would change.",
    "prune": "true: archive all budgets that the file does not name.",
}
FILE = {"requestBody": {"content": {"application/yaml": {"schema": {"type": "string"}}}, "required": True}}


class ByName(NamedTuple):
    """Where a page of budgets ended."""

    name: str
    id: BigInt


class ByTime(NamedTuple):
    """Where a page of firings ended."""

    fired_at: dt.datetime
    id: BigInt


BUDGETS, FIRINGS = Cursor(ByName), Cursor(ByTime)


@router.get("/budgets", response=schemas.BudgetsOut, openapi_extra=parameters(LIST), summary="Budgets")
@require(Capability.VIEW_SPEND)
def budgets(request: HttpRequest) -> dict[str, Any]:
    """Budgets by name and how they stand. A key of one project sees those confined to its project."""
    given = request.GET
    params.refuse_unknown(given, LIST)
    limit = params.limit(given, default=100, maximum=MOST)
    archived = bool(params.flag(given, "archived"))
    found = _visible(request, archived=archived).order_by("name", "pk")
    if given.get("cursor"):
        after = BUDGETS.decode(given["cursor"])
        found = found.filter(Q(name__gt=after.name) | Q(name=after.name, pk__gt=after.id))
    page = list(found[: limit + 1])
    items, rest = page[:limit], page[limit:]
    end = items[-1] if rest else None
    return {"items": _listed(items), "next": end and BUDGETS.encode(ByName(end.name, end.pk))}


@router.post("/budgets", response=schemas.OneBudgetOut, summary="A new budget")
@require(Capability.MANAGE_BUDGETS)
def budget_new(request: HttpRequest, given: BudgetDocument) -> dict[str, Any]:
    """Make a budget; needs a key of scope admin."""
    try:
        content = content_from(given, None, surroundings(timezone.now()))
        made = budget_create(content=content, actor=_actor(request))
    except BadBudget as problem:
        raise _refusal(problem) from None
    return _one(made)


@router.get("/budgets.yaml", openapi_extra=parameters({}), summary="All budgets as a file")
@require(Capability.VIEW_SPEND)
def budgets_file(request: HttpRequest) -> HttpResponse:
    """YAML to keep in git. A key of one project gets the budgets that are confined to its project."""
    return HttpResponse(exported(_visible(request)), content_type="application/yaml")


@router.put(
    "/budgets.yaml",
    response=schemas.ImportedOut,
    openapi_extra=parameters(IMPORT) | FILE,
    summary="Take over a file of budgets",
)
@require(Capability.MANAGE_BUDGETS)
def budgets_import(request: HttpRequest) -> dict[str, Any]:
    """Let budgets say what the file says, by name: all of it or nothing; needs a key of scope admin."""
    given = request.GET
    params.refuse_unknown(given, IMPORT)
    flags = {name: bool(params.flag(given, name)) for name in IMPORT}
    try:
        return import_file(request.body, _actor(request), timezone.now(), **flags)._asdict()
    except BadFile as wrong:
        raise BadParameter("budgets", str(wrong)) from None


@router.get("/budgets/{budget_id}", response=schemas.OneBudgetOut, summary="One budget")
@require(Capability.VIEW_SPEND)
def budget(request: HttpRequest, budget_id: str) -> dict[str, Any]:
    """What a budget says and how it stands at this moment, for each value."""
    return _one(_found(request, budget_id))


@router.put("/budgets/{budget_id}", response=schemas.OneBudgetOut, summary="Change a budget")
@require(Capability.MANAGE_BUDGETS)
def budget_update(request: HttpRequest, budget_id: str, given: BudgetDocument) -> dict[str, Any]:
    """Let a budget say something else; needs a key of scope admin."""
    found = _active(request, budget_id)
    try:
        content = content_from(given, content_of(found), surroundings(timezone.now()))
        return _one(budget_change(budget=found, content=content, actor=_actor(request)))
    except BadBudget as problem:
        raise _refusal(problem) from None


@router.delete("/budgets/{budget_id}", response=schemas.OneBudgetOut, summary="Archive a budget")
@require(Capability.MANAGE_BUDGETS)
def budget_end(request: HttpRequest, budget_id: str) -> dict[str, Any]:
    """End a budget; what it told stays readable. Needs a key of scope admin."""
    found = _active(request, budget_id)
    budget_archive(budget=found, actor=_actor(request))
    return _one(found)


@router.get(
    "/budgets/{budget_id}/firings",
    response=schemas.FiringsOut,
    openapi_extra=parameters(PAGE),
    summary="What a budget told",
)
@require(Capability.VIEW_SPEND)
def firings(request: HttpRequest, budget_id: str) -> dict[str, Any]:
    """Thresholds that were reached, with the numbers that made it so, newest first."""
    given = request.GET
    params.refuse_unknown(given, PAGE)
    limit = params.limit(given, default=100, maximum=MOST)
    found = Firing.objects.filter(budget=_found(request, budget_id)).order_by("-fired_at", "-pk")
    if given.get("cursor"):
        after = FIRINGS.decode(given["cursor"])
        found = found.filter(Q(fired_at__lt=after.fired_at) | Q(fired_at=after.fired_at, pk__lt=after.id))
    page = list(found[: limit + 1])
    end = page[limit - 1] if page[limit:] else None
    items = [schemas.firing_out(one) for one in page[:limit]]
    return {"items": items, "next": end and FIRINGS.encode(ByTime(end.fired_at, end.pk))}


def _visible(request: HttpRequest, *, archived: bool = False) -> Any:
    project = project_of(request.auth)  # type: ignore[attr-defined]
    return selectors.budgets(archived=archived).filter(**only_of(project))


def _listed(page: list[Budget]) -> list[dict[str, Any]]:
    rows = {row.budget.pk: row for row in selectors.listed(page, timezone.now())}
    return [schemas.budget_out(one, rows[one.pk].standing, rows[one.pk].values) for one in page]


def _one(found: Budget) -> dict[str, Any]:
    standings = [] if found.archived_at else selectors.current([found], timezone.now()).get(found.pk, [])
    worst = standings[0] if standings else None
    shown = [schemas.standing_out(one) for one in standings[:MOST_VALUES]]
    return schemas.budget_out(found, worst, len(standings)) | {
        "standings": shown,
        "shadow_denials": [schemas.shadow_out(one) for one in shadow_denials(found)],
    }


def _found(request: HttpRequest, budget_id: str) -> Budget:
    number = whole_number("budget_id", budget_id, minimum=1, maximum=MOST_ID)
    found = Budget.objects.select_related("owner_team").filter(pk=number).first()
    if found is None or not is_visible(found, project_of(request.auth)):  # type: ignore[attr-defined]
        raise Http404
    return found


def _active(request: HttpRequest, budget_id: str) -> Budget:
    found = _found(request, budget_id)
    if found.archived_at is not None:
        raise BadParameter("budget_id", "this budget is archived; make a new one, or restore it in its page.")
    return found


def _actor(request: HttpRequest) -> str:
    return f"key {request.auth.prefix}…"  # type: ignore[attr-defined]  # only keys write


def _refusal(problem: BadBudget) -> BadParameter:
    return BadParameter(spelled(problem.field), str(problem))
