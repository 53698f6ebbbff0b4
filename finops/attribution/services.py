"""Writing rules. Each change and its audit entry commit together.

A change never rewrites what a rule said before the moment it is changed for: that version ends there, and
a new one begins. Every function gives that moment; the caller asks for calls from then on to be attributed
anew.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from finops.attribution import selectors
from finops.attribution.custom_selectors import active_dimensions
from finops.attribution.models import Rule, RuleVersion
from finops.attribution.rule_checks import MOST_RULES, BadRule, check_custom, check_keys
from finops.attribution.rule_text import conditions_out
from finops.attribution.types import RuleContent
from finops.audit.services import record


@transaction.atomic
def rule_create(*, content: RuleContent, since: dt.datetime | None, actor: Any) -> tuple[Rule, dt.datetime]:
    """A new rule after all others, for calls that began from `since` (aware) on, or from now on.

    Raises BadRule when there are too many.
    """
    _hold()
    if len(selectors.rules_that_are_on()) >= MOST_RULES:
        raise BadRule(f"There are {MOST_RULES} rules already. Switch one off that is not needed any more.")
    last = RuleVersion.objects.aggregate(last=Max("position"))["last"] or 0
    rule, moment = Rule.objects.create(), _moment(since)
    _begin(rule, content, last + 1, moment)
    _record(actor, "create", rule, {**content.detail(), "since": moment.isoformat()})
    return rule, moment


@transaction.atomic
def rule_change(*, rule: Rule, content: RuleContent, since: dt.datetime | None, actor: Any) -> dt.datetime:
    """Let a rule say something else, for calls that began from `since` (aware) on, or from now on.

    A rule that was switched off is on again. Raises BadRule.
    """
    _hold()
    before, moment = _newest(rule), _moment(since)
    _end(rule, moment)
    _begin(rule, content, before.position, moment)
    detail = {"before": selectors.content(before).detail(), "after": content.detail()}
    _record(actor, "update", rule, {**detail, "since": moment.isoformat()})
    return moment


@transaction.atomic
def rule_switch_off(*, rule: Rule, since: dt.datetime | None, actor: Any) -> dt.datetime:
    """Let a rule end, for calls that began from `since` (aware) on, or from now on.

    When it began no earlier it is gone, as if it had never been.
    """
    _hold()
    moment = _moment(since)
    _record(actor, "switch_off", rule, {"since": moment.isoformat()})
    _end(rule, moment)
    if not rule.versions.exists():
        rule.delete()
    return moment


@transaction.atomic
def rule_move(*, rule: Rule, up: bool, actor: Any) -> dt.datetime:
    """Ask a rule before, or after, its neighbour, for calls that begin from now on.

    Raises BadRule when it is the first, or the last, already.
    """
    _hold()
    order = [version.rule_id for version in selectors.versions_that_are_on()]
    place = order.index(rule.pk) if rule.pk in order else None
    other = None if place is None else place + (-1 if up else 1)
    if other is None or not 0 <= other < len(order):
        raise BadRule("It cannot be moved any further.")
    neighbour, moment = Rule.objects.get(pk=order[other]), _moment(None)
    mine, theirs = _newest(rule), _newest(neighbour)
    for moved, version, position in ((rule, mine, theirs.position), (neighbour, theirs, mine.position)):
        _end(moved, moment)
        _begin(moved, selectors.content(version), position, moment)
    _record(actor, "move", rule, {"before" if up else "after": f"rule {neighbour.pk}"})
    return moment


def _hold() -> None:
    """One change at a time."""
    list(Rule.objects.select_for_update().order_by("pk"))


def _moment(since: dt.datetime | None) -> dt.datetime:
    now = timezone.now()
    return now if since is None else min(since, now)


def _newest(rule: Rule) -> RuleVersion:
    return rule.versions.latest("applies_from")


def _end(rule: Rule, moment: dt.datetime) -> None:
    rule.versions.filter(applies_from__gte=moment).delete()
    going_on = Q(applies_until=None) | Q(applies_until__gt=moment)
    rule.versions.filter(going_on).update(applies_until=moment)


def _begin(rule: Rule, content: RuleContent, position: int, moment: dt.datetime) -> None:
    others = [one for rule_id, one in selectors.contents_that_are_on().items() if rule_id != rule.pk]
    check_keys([*others, content])
    check_custom(content, [one.key for one in active_dimensions()])
    rule.versions.create(
        position=position,
        conditions=conditions_out(content.conditions),
        dimension=content.dimension,
        value=content.value,
        applies_from=moment,
    )


def _record(actor: Any, action: str, rule: Rule, detail: dict[str, Any]) -> None:
    words = selectors.content(_newest(rule)).words
    record(actor=actor, action=f"attribution.rule.{action}", target=words, detail={"rule": rule.pk, **detail})
