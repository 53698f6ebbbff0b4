"""`/api/v1/budgets/check`: may this call be made? Asked before every call, so it touches no database."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import Error
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone
from ninja import Router

from finops.accounts import keys
from finops.accounts.api_auth import ApiKeyAuth, signed_in
from finops.accounts.callers import Caller
from finops.accounts.permissions import Capability, require
from finops.budgets.checks import key_use, snapshot
from finops.budgets.checks.answers import CheckOut, answer
from finops.budgets.checks.matching import Asked, decide
from finops.budgets.checks.refreshing import Refreshed
from finops.budgets.checks.shadow import ShadowCounts, write
from finops.budgets.checks.snapshot import Snapshot
from finops.budgets.visibility import PROJECT
from finops.core.api import parameters
from finops.core.parameters import BadParameter, plain_text
from finops.spend.dimensions import DIMENSIONS

MODEL, ASKED_MODEL, ANSWERING_MODEL = "model", "request_model", "response_model"
PARAMETERS = {
    MODEL: "The model that is about to be asked for.",
    **{name: f"The {one.label.lower()} of the call." for name, one in DIMENSIONS.items()},
}
CURRENT = Refreshed(snapshot.read)
SHADOWS = ShadowCounts(write)
router = Router(tags=["Budgets"])


class Unavailable(Exception):
    """Budgets cannot be read now. The call is allowed: a ledger that is down must not stop the product."""


class KeyOfSnapshot(ApiKeyAuth):
    """Knows keys by what was read within the last seconds; asks the database for others."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller. Raises as other operations do, and Unavailable without a database."""
        caller = known_caller(current(), token, timezone.now())
        if caller is not None:
            return caller
        try:
            return super().authenticate(request, token)
        except Error:
            raise Unavailable from None


@router.get(
    "/budgets/check",
    auth=[KeyOfSnapshot(), signed_in],
    response=CheckOut,
    openapi_extra=parameters(PARAMETERS),
    summary="May this call be made?",
)
@require(Capability.VIEW_SPEND)
def check(request: HttpRequest) -> JsonResponse:
    """Whether enforced budgets allow a call with these dimensions, warn of it or deny it."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return decided(current(), caller, request.GET, timezone.now())


def known_caller(found: Snapshot, token: str, now: dt.datetime) -> Caller | None:
    """Who holds this key, when it was read and works; its use is noted."""
    known = found.keys.get(keys.digest(token))
    if known is None or (known.expires_at is not None and known.expires_at <= now):
        return None
    key_use.note(known.key_id, now)
    return known.caller


def decided(found: Snapshot, caller: Caller, query: QueryDict, now: dt.datetime) -> JsonResponse:
    """The answer to a caller who may ask. Raises BadParameter for what cannot be asked."""
    project = None if caller.project_id is None else found.projects.get(caller.project_id, "")
    given = _given(query, (MODEL, *found.dimensions), project)
    decision = decide(found.budgets, _asked(given, found.models), now)
    if decision.shadows:
        SHADOWS.note(decision.shadows, given, now)
    return JsonResponse(answer(decision, found.as_of, project))


def current() -> Snapshot:
    """What checks are answered from now. Raises Unavailable."""
    found = CURRENT.get()
    if found is None:
        raise Unavailable
    return found


def _given(query: QueryDict, known: Sequence[str], project: str | None) -> dict[str, str]:
    given = {}
    for name, values in query.lists():
        if name not in known:
            raise BadParameter(plain_text("parameter", name)[:60], "is not a parameter here.", known)
        if len(values) > 1:
            raise BadParameter(name, "give one value.")
        if values[0]:
            given[name] = plain_text(name, values[0])
    if project is None:
        return given
    if given.get(PROJECT, project) != project:
        raise BadParameter(PROJECT, "this key is of another project.", [project])
    return given | {PROJECT: project}


def _asked(given: Mapping[str, str], models: Mapping[str, frozenset[str]]) -> Asked:
    """What the call may be attributed to: the name of a model stands for all that answer for it."""
    asked = {name: frozenset([value]) for name, value in given.items() if name != MODEL}
    wanted = given.get(MODEL) or given.get(ASKED_MODEL)
    if wanted:
        asked.setdefault(ASKED_MODEL, frozenset([wanted]))
        asked.setdefault(ANSWERING_MODEL, models.get(wanted, frozenset()) | {wanted})
    return asked
