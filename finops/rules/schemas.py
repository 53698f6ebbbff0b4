"""What `/api/v1/rules` takes and gives."""

import datetime as dt
from typing import Any

from ninja import Schema

from finops.attribution.rule_text import conditions_out
from finops.attribution.types import ListedRule
from finops.ledger.rule_preview import RulePreview


class ConditionIn(Schema):
    """One thing that must hold."""

    subject: str
    operator: str = "is"
    values: list[str] = []


class RuleIn(Schema):
    """What a rule says, and since when. With `preview` nothing is stored."""

    conditions: list[ConditionIn]
    dimension: str
    value: str
    since: dt.date | None = None
    preview: bool = False


class RuleOut(Schema):
    """A rule as it was said last. `applies_until` null: it is on."""

    id: int
    conditions: list[ConditionIn]
    dimension: str
    value: str
    applies_from: dt.datetime
    applies_until: dt.datetime | None


class MoveOut(Schema):
    """Counted calls that would lose a value (null: unattributed) and their cost, USD as text."""

    before: str | None
    calls: int
    cost: str


class PreviewOut(Schema):
    """What a rule would move of all that was looked at, in 30 days."""

    complete: bool
    traces: int | None
    calls: int
    cost: str
    moves: list[MoveOut]


class RulesOut(Schema):
    """All rules in their order, those that are off last."""

    items: list[RuleOut]


def rule_out(rule: ListedRule) -> dict[str, Any]:
    """A rule as the API gives it."""
    return {
        "id": rule.id,
        "conditions": conditions_out(rule.content.conditions),
        "dimension": rule.content.dimension,
        "value": rule.content.value,
        "applies_from": rule.applies_from,
        "applies_until": rule.applies_until,
    }


def preview_out(preview: RulePreview) -> dict[str, Any]:
    """A preview as the API gives it."""
    return {
        **preview._asdict(),
        "cost": str(preview.cost),
        "moves": [
            {"before": move.before, "calls": move.calls, "cost": str(move.cost)} for move in preview.moves
        ],
    }
