"""Changing rules: the rule and the request to attribute stored calls anew commit together."""

import datetime as dt
from typing import Any

from django.db import transaction

from finops.accounts import selectors as accounts
from finops.attribution import services
from finops.attribution.models import Rule
from finops.attribution.types import ListedRule, RuleContent
from finops.core.periods import day_start
from finops.ledger.services import reattribute_soon


@transaction.atomic
def save_rule(content: RuleContent, rule_id: int | None, since: dt.date | None, actor: Any) -> int:
    """Make or change a rule, for calls since a day of the organisation or from now on; gives its number.

    Raises BadRule, and Rule.DoesNotExist.
    """
    moment = begins(since)
    if rule_id is None:
        rule, applies_from = services.rule_create(content=content, since=moment, actor=actor)
    else:
        rule = Rule.objects.get(pk=rule_id)
        applies_from = services.rule_change(rule=rule, content=content, since=moment, actor=actor)
    reattribute_soon(applies_from, reason=content.words)
    return rule.pk


@transaction.atomic
def switch_off(found: ListedRule, since: dt.date | None, actor: Any) -> None:
    """Let a rule end, for calls since a day or from now on."""
    rule = Rule.objects.get(pk=found.id)
    moment = services.rule_switch_off(rule=rule, since=begins(since), actor=actor)
    reattribute_soon(moment, reason=f"Switched off: {found.content.words}")


@transaction.atomic
def move(found: ListedRule, *, up: bool, actor: Any) -> None:
    """Ask a rule before, or after, its neighbour. Raises BadRule at either end."""
    moment = services.rule_move(rule=Rule.objects.get(pk=found.id), up=up, actor=actor)
    reattribute_soon(moment, reason=f"Moved {'up' if up else 'down'}: {found.content.words}")


def begins(since: dt.date | None) -> dt.datetime | None:
    """When a day begins for the organisation."""
    return None if since is None else day_start(since, accounts.time_zone())
