"""Rules from outside: bounded, and refused with a sentence that teaches. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from finops.attribution.custom import PREFIX, is_custom
from finops.attribution.rules import ATTRIBUTE, SETTABLE, SUBJECTS, Condition, Operator
from finops.attribution.types import RuleContent

MOST_RULES = 100  # that are on
MOST_KEYS = 20  # different attributes of all rules that are on
MOST_CONDITIONS = 6
MOST_VALUES = 50
MAX_TEXT = 256
MAX_KEY = 200


class BadRule(ValueError):
    """A rule that cannot be used; the message says why and what would do."""


def checked(conditions: Any, dimension: Any, value: Any) -> RuleContent:
    """What a rule says, from unknown hands. Raises BadRule."""
    if not isinstance(conditions, Sequence) or isinstance(conditions, str) or not conditions:
        raise BadRule("A rule needs at least one condition, such as: service is shop.")
    if len(conditions) > MOST_CONDITIONS:
        raise BadRule(f"A rule has at most {MOST_CONDITIONS} conditions.")
    if dimension not in SETTABLE and not is_custom(dimension):
        raise BadRule(f"A rule sets one of: {', '.join(SETTABLE)}, {PREFIX}<name>.")
    return RuleContent(tuple(map(_condition, conditions)), dimension, _text("value", value))


def check_keys(rules: Iterable[RuleContent]) -> None:
    """Raises BadRule when rules ask for too many different attributes: settling reads each of each span."""
    subjects = {condition.subject for rule in rules for condition in rule.conditions}
    if sum(subject.startswith(ATTRIBUTE) for subject in subjects) > MOST_KEYS:
        raise BadRule(f"All rules together may ask for {MOST_KEYS} different attributes.")


def check_custom(content: RuleContent, allowed: Collection[str]) -> None:
    """Raises BadRule when a rule sets or asks for a custom dimension that is not `allowed`."""
    for name in (content.dimension, *(condition.subject for condition in content.conditions)):
        if name.startswith(PREFIX) and name not in allowed:
            known = ", ".join(sorted(allowed)) or "none; allow one in Settings, Dimensions"
            raise BadRule(f"There is no dimension {name}. Custom dimensions: {known}.")


def _condition(given: Any) -> Condition:
    if isinstance(given, Condition):
        given = {"subject": given.subject, "operator": given.operator, "values": given.values}
    if not isinstance(given, Mapping):
        raise BadRule("A condition has a subject, an operator and values.")
    subject, operator = _subject(given.get("subject")), given.get("operator")
    if operator not in list(Operator):
        raise BadRule(f"An operator is one of: {', '.join(Operator)}.")
    values = _values(given.get("values") or ())
    if operator == Operator.MISSING:
        if values:
            raise BadRule("“Is not stated” takes no value.")
    elif not values or (operator != Operator.ONE_OF and len(values) > 1):
        raise BadRule(
            f"The condition on {subject} needs {'values' if operator == Operator.ONE_OF else 'one value'}."
        )
    return Condition(subject, Operator(operator), values)


def _subject(given: Any) -> str:
    if isinstance(given, str) and given.startswith(ATTRIBUTE):
        key = _text("attribute", given.removeprefix(ATTRIBUTE), MAX_KEY)
        return f"{ATTRIBUTE}{key}"
    if given not in SUBJECTS and not is_custom(given):
        known = ", ".join(SUBJECTS)
        raise BadRule(f"A condition asks for {ATTRIBUTE}<key>, {PREFIX}<name> or one of: {known}.")
    return str(given)


def _values(given: Any) -> tuple[str, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise BadRule("Values are a list of texts.")
    if len(given) > MOST_VALUES:
        raise BadRule(f"A condition has at most {MOST_VALUES} values.")
    return tuple(dict.fromkeys(_text("value", one) for one in given))


def _text(name: str, given: Any, longest: int = MAX_TEXT) -> str:
    text = given.strip() if isinstance(given, str) else ""
    if not text or len(text) > longest or not text.isprintable():
        raise BadRule(f"The {name} is a text of 1 to {longest} characters that can be printed.")
    return text
