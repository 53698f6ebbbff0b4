"""Reading rules."""

from django.db.models import OuterRef, QuerySet, Subquery

from finops.attribution.models import RuleVersion
from finops.attribution.rule_text import conditions_in
from finops.attribution.types import ListedRule, RuleContent


def rules() -> list[ListedRule]:
    """All rules with what they said last: those that are on in their order, then the others."""
    newest = RuleVersion.objects.filter(rule=OuterRef("rule")).order_by("-applies_from").values("pk")[:1]
    found = [_listed(version) for version in RuleVersion.objects.filter(pk=Subquery(newest))]
    return sorted(found, key=lambda rule: not rule.is_on)


def rule(rule_id: int) -> ListedRule | None:
    """A rule with what it said last; None when there is none."""
    version = RuleVersion.objects.filter(rule=rule_id).order_by("-applies_from").first()
    return None if version is None else _listed(version)


def rules_that_are_on() -> list[ListedRule]:
    """The rules that apply to what arrives now, in their order."""
    return [_listed(version) for version in versions_that_are_on()]


def contents_that_are_on() -> dict[int, RuleContent]:
    """What the rules that are on say, by their number."""
    return {one.id: one.content for one in rules_that_are_on()}


def versions_that_are_on() -> QuerySet[RuleVersion]:
    """Rules that are on as they are stored, in their order."""
    return RuleVersion.objects.filter(applies_until=None)


def content(version: RuleVersion) -> RuleContent:
    """What a version says."""
    return RuleContent(conditions_in(version.conditions), version.dimension, version.value)


def _listed(version: RuleVersion) -> ListedRule:
    return ListedRule(version.rule_id, content(version), version.applies_from, version.applies_until)
