"""What a check answers. Pure."""

import datetime as dt
from decimal import Decimal
from typing import Any

from ninja import Schema

from finops.budgets.checks.matching import Decision, Held, Verdict
from finops.budgets.visibility import is_confined
from finops.spend.schemas import decimal_text


class CheckedBudget(Schema):
    """The budget that decided. Amounts are USD, tokens or calls as text, null where other projects spend of
    it as well and the key sees but its own."""

    id: int
    name: str
    value: str | None
    measure: str
    amount: str | None
    spent: str | None


class CheckOut(Schema):
    """`decision`: allow, warn or deny. `reason`: no_budget, within_budget, used_up or unavailable."""

    decision: str
    reason: str
    message: str
    budget: CheckedBudget | None = None
    remaining: str | None = None
    resets_at: dt.datetime | None = None
    advised_model: str | None = None
    shadow_denied: bool = False
    as_of: dt.datetime | None = None


NOTHING = {
    "budget": None,
    "remaining": None,
    "resets_at": None,
    "advised_model": None,
    "shadow_denied": False,
}
UNAVAILABLE = {
    "decision": str(Verdict.ALLOW),
    "reason": "unavailable",
    "message": "Budgets cannot be read right now, so nothing is held back.",
    **NOTHING,
    "as_of": None,
}


def answer(decision: Decision, as_of: dt.datetime, project: str | None) -> dict[str, Any]:
    """A decision as the API gives it to a caller who sees this project, or all."""
    told = {**NOTHING, "shadow_denied": bool(decision.shadows), "as_of": as_of}
    held = decision.held
    if held is None:
        message = "No budget that is enforced is about this call."
        return {"decision": str(Verdict.ALLOW), "reason": "no_budget", "message": message, **told}
    shown = held.sum if is_confined(held.budget.scope, project) else None
    return {
        "decision": str(decision.verdict),
        "reason": "used_up" if held.is_used_up else "within_budget",
        "message": _message(held),
        **told,
        "budget": {
            "id": held.budget.number,
            "name": held.budget.name,
            "value": held.value or None,
            "measure": held.budget.measure,
            "amount": _text(shown and shown.amount),
            "spent": _text(shown and shown.spent),
        },
        "remaining": _text(shown and shown.amount - shown.spent),
        "resets_at": held.budget.resets_at,
        "advised_model": (held.is_used_up and held.budget.advised_model) or None,
    }


def _text(amount: Decimal | None) -> str | None:
    return decimal_text(amount)


def _message(held: Held) -> str:
    whose = f"The budget {held.budget.name}" + (f" of {held.value}" if held.value else "")
    if not held.is_used_up:
        return f"{whose} is not used up."
    instead = f" Use {held.budget.advised_model}." if held.budget.advised_model else ""
    return f"{whose} is used up until {held.budget.resets_at:%Y-%m-%d %H:%M} UTC.{instead}"
