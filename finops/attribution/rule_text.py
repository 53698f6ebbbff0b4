"""Rules as JSON and in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from finops.attribution.custom import PREFIX
from finops.attribution.rules import ATTRIBUTE, Condition, Operator

WORDS = {
    Operator.IS: "is",
    Operator.ONE_OF: "is one of",
    Operator.MATCHES: "matches",
    Operator.MISSING: "is not stated",
}
LABELS = {"request_model": "requested model", "response_model": "model", "scope": "instrumentation scope"}


def label(subject: str) -> str:
    """What a subject is called in a sentence."""
    if subject.startswith(ATTRIBUTE):
        return subject.removeprefix(ATTRIBUTE)
    if subject.startswith(PREFIX):
        subject = subject.removeprefix(PREFIX)
    return LABELS.get(subject, subject.replace("_", " "))


def condition_words(condition: Condition) -> str:
    """`service matches support-*`."""
    values = ", ".join(condition.values)
    return f"{label(condition.subject)} {WORDS[condition.operator]} {values}".rstrip()


def rule_words(conditions: Iterable[Condition], dimension: str, value: str) -> str:
    """`service matches support-* and team is not stated: team support`."""
    return f"{' and '.join(map(condition_words, conditions))}: {label(dimension)} {value}"


def conditions_out(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    """Conditions as they are stored and sent."""
    return [
        {"subject": one.subject, "operator": str(one.operator), "values": list(one.values)}
        for one in conditions
    ]


def conditions_in(stored: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Conditions that were stored; they are known to be right."""
    return tuple(Condition(one["subject"], Operator(one["operator"]), tuple(one["values"])) for one in stored)
