"""Mapping rules: what an administrator says a call belongs to, whatever its spans say. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from finops.attribution.custom import HISTORY_PREFIX, History

Facts = Mapping[str, str]  # subject -> what is said of one call before any rule; nobody said: left out

ATTRIBUTE = "attribute:"  # followed by the key of a span or resource attribute
KEY_PREFIX = "@"  # of attributes among the statements of a span: no dimension begins with it
# What a condition can ask for besides attributes; dimensions as spans and resources state them.
SUBJECTS = (
    "service",
    "environment",
    "project",
    "team",
    "provider",
    "request_model",
    "response_model",
    "operation",
    "scope",
    "span_name",
    "agent",
    "feature",
    "journey",
    "step",
    "customer",
    "user",
    "cost_center",
    "prompt_name",
    "prompt_version",
    "region",
)
# What a rule can set; both lists go on with the custom dimensions (`custom.PREFIX`).
SETTABLE = ("team", "cost_center", "feature", "journey", "step", "agent", "customer", "environment")


# An attribute, and what it is called among the statements of a span; of several so called the first counts.
Asked = tuple[str, str]


class Operator(StrEnum):
    """How a condition compares."""

    IS = "is"
    ONE_OF = "one_of"
    MATCHES = "matches"  # a glob: `*` stands for any text, empty too
    MISSING = "missing"  # nobody says


class Condition(NamedTuple):
    """One thing that must hold. Attributes are known by their first 256 characters."""

    subject: str
    operator: Operator
    values: tuple[str, ...] = ()


class Rule(NamedTuple):
    """One rule as it applies to calls that begin in a span of time (unix microseconds, `until` excluded)."""

    id: int
    conditions: tuple[Condition, ...]
    dimension: str
    value: str
    applies_from: int
    applies_until: int | None = None


class Owner(NamedTuple):
    """The team that owns what nobody claims of a project, from a moment on (unix microseconds)."""

    applies_from: int
    team: str | None


class RuleBook:
    """All rules and owners of a project, whenever they apply, and custom dimensions."""

    def __init__(
        self,
        rules: Sequence[Rule] = (),
        owners: Sequence[Owner] = (),
        project: str | None = None,
        custom: Sequence[str] = (),
        histories: Sequence[History] = (),
    ) -> None:
        self.project = project
        self.custom = tuple(custom)
        self.histories = tuple(histories)
        self.keys = tuple(sorted(attribute_keys(rules)))
        self.subjects = tuple(sorted({condition.subject for rule in rules for condition in rule.conditions}))
        self.asks_for_span_names = "span_name" in self.subjects
        self._rules = tuple(rules)
        self._owners = sorted(owners, key=lambda owner: owner.applies_from)
        self._owned_from = [owner.applies_from for owner in self._owners]
        ends = (rule.applies_until for rule in rules if rule.applies_until is not None)
        self._changes = sorted({*(rule.applies_from for rule in rules), *ends})
        self._in_force: dict[int, tuple[Rule, ...]] = {0: ()}

    def with_rule(self, rule: Rule) -> "RuleBook":
        """As if a rule had always applied: in place of the one of its number, or after all others."""
        known = [place for place, other in enumerate(self._rules) if other.id == rule.id]
        place = known[0] if known else len(self._rules)
        before = [other for other in self._rules[:place] if other.id != rule.id]
        after = [other for other in self._rules[place:] if other.id != rule.id]
        rules = [*before, rule, *after]
        return RuleBook(rules, self._owners, self.project, self.custom, self.histories)

    def asked(self, since: int) -> list[Asked]:
        """The attributes to read with calls that began from then on (unix microseconds)."""
        found = [(key, KEY_PREFIX + key) for key in self.keys]
        for history in self.histories:
            if since < history.until:
                found += [(key, HISTORY_PREFIX + history.name) for key in history.asked]
        return found

    def in_force(self, time: int) -> tuple[Rule, ...]:
        """The rules for a call that began then (unix microseconds), in their order."""
        place = bisect_right(self._changes, time)
        found = self._in_force.get(place)
        if found is None:
            found = self._in_force[place] = tuple(rule for rule in self._rules if _applies(rule, time))
        return found

    def owner(self, time: int) -> str | None:
        """The team that owned then what nobody claims."""
        place = bisect_right(self._owned_from, time)
        return self._owners[place - 1].team if place else None


def decide(rules: Iterable[Rule], facts: Facts) -> dict[str, str]:
    """What the rules say of a call: for each dimension the first that matches."""
    return {dimension: rule.value for dimension, rule in deciding(rules, facts).items()}


def deciding(rules: Iterable[Rule], facts: Facts) -> dict[str, Rule]:
    """The rule that decides each dimension of a call."""
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.dimension not in found and all(_holds(condition, facts) for condition in rule.conditions):
            found[rule.dimension] = rule
    return found


def attribute_keys(rules: Iterable[Rule]) -> set[str]:
    """The keys of the attributes that rules ask for."""
    return {
        condition.subject.removeprefix(ATTRIBUTE)
        for rule in rules
        for condition in rule.conditions
        if condition.subject.startswith(ATTRIBUTE)
    }


def matches(pattern: str, text: str) -> bool:
    """Whether a text is what a glob describes; takes time in proportion to both, whatever the pattern."""
    first, *others = pattern.split("*")
    if not others:
        return pattern == text
    *middle, last = others
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True


def _applies(rule: Rule, time: int) -> bool:
    return rule.applies_from <= time and (rule.applies_until is None or time < rule.applies_until)


def _holds(condition: Condition, facts: Facts) -> bool:
    said = facts.get(condition.subject)
    if condition.operator is Operator.MISSING:
        return said is None
    return said is not None and COMPARISONS[condition.operator](condition.values, said)


def _is(values: Sequence[str], said: str) -> bool:
    return said == values[0]


def _one_of(values: Sequence[str], said: str) -> bool:
    return said in values


def _matches(values: Sequence[str], said: str) -> bool:
    return matches(values[0], said)


COMPARISONS: dict[Operator, Callable[[Sequence[str], str], bool]] = {
    Operator.IS: _is,
    Operator.ONE_OF: _one_of,
    Operator.MATCHES: _matches,
}
NO_RULES = RuleBook()
