"""`/api/v1/rules`."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.attribution import selectors
from finops.attribution.rule_checks import BadRule, checked
from finops.attribution.types import ListedRule, RuleContent
from finops.core.parameters import BadParameter, whole_number
from finops.core.periods import instants, through
from finops.ledger.rule_preview import preview_rule
from finops.rules import saving
from finops.rules.forms import OLDEST
from finops.rules.schemas import PreviewOut, RuleIn, RuleOut, RulesOut, preview_out, rule_out

router = Router(tags=["Rules"])
PREVIEWED = dt.timedelta(days=29)
MOST_RULE_ID = 2**63 - 1


@router.get("/rules", response=RulesOut, summary="Attribution rules")
@require(Capability.MANAGE_RULES)
def rules(request: HttpRequest) -> dict[str, Any]:
    """All rules in the order in which they are asked; those that are off stand last."""
    return {"items": [rule_out(one) for one in selectors.rules()]}


@router.post("/rules", response=RuleOut | PreviewOut, summary="A new rule, or what it would move")
@require(Capability.MANAGE_RULES)
def rule_create(request: HttpRequest, given: RuleIn) -> dict[str, Any]:
    """Add a rule after all others, for calls since a day or from now on; needs a key of scope admin."""
    return _save(request, given, None)


@router.get("/rules/{rule_id}", response=RuleOut, summary="One rule")
@require(Capability.MANAGE_RULES)
def rule(request: HttpRequest, rule_id: str) -> dict[str, Any]:
    """One rule as it was said last."""
    return rule_out(_found(rule_id))


@router.put(
    "/rules/{rule_id}", response=RuleOut | PreviewOut, summary="Change a rule, or see what that moves"
)
@require(Capability.MANAGE_RULES)
def rule_change(request: HttpRequest, rule_id: str, given: RuleIn) -> dict[str, Any]:
    """Let a rule say something else, for calls since a day or from now on; needs a key of scope admin."""
    return _save(request, given, _found(rule_id))


@router.delete("/rules/{rule_id}", response=RulesOut, summary="Switch a rule off")
@require(Capability.MANAGE_RULES)
def rule_switch_off(request: HttpRequest, rule_id: str, since: dt.date | None = None) -> dict[str, Any]:
    """Let a rule end, since a day or from now on, and give all rules; needs a key of scope admin."""
    saving.switch_off(_found(rule_id), day(since), actor(request))
    return {"items": [rule_out(one) for one in selectors.rules()]}


def _save(request: HttpRequest, given: RuleIn, found: ListedRule | None) -> dict[str, Any]:
    rule_id = found.id if found else None
    try:
        content = checked([one.model_dump() for one in given.conditions], given.dimension, given.value)
        if given.preview:
            return _preview(content, rule_id)
        saved = saving.save_rule(content, rule_id, day(given.since), actor(request))
    except BadRule as problem:
        raise BadParameter("rule", str(problem)) from None
    return rule_out(_found(str(saved)))


def _preview(content: RuleContent, rule_id: int | None) -> dict[str, Any]:
    today = timezone.localdate()
    days = through(today - PREVIEWED, today)
    return preview_out(preview_rule(content, rule_id, days, instants(days, accounts.time_zone())))


def day(since: dt.date | None) -> dt.date | None:
    """A day that a stored call can have begun on. Raises BadParameter."""
    today = timezone.localdate()
    if since is not None and not today - OLDEST <= since <= today:
        raise BadParameter("since", "must be one of the last 400 days, or left out.")
    return since


def _found(rule_id: str) -> ListedRule:
    number = whole_number("rule_id", rule_id, minimum=1, maximum=MOST_RULE_ID)
    found = selectors.rule(number)
    if found is None:
        raise Http404
    return found


def actor(request: HttpRequest) -> str:
    """The key that writes, as the audit log names it."""
    return f"key {request.auth.prefix}…"  # type: ignore[attr-defined]  # only keys write
