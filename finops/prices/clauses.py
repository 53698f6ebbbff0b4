"""Finding a model by name: the match rules of the catalogue, evaluated in its order."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

Rule = Mapping[str, Any]
Predicate = Callable[[str], bool]
T = TypeVar("T")


def predicate(rule: Rule) -> Predicate:
    """A function that says whether a lower-case name matches the rule."""
    ((kind, value),) = rule.items()
    return _BUILDERS[kind](value)


def _any(rules: Iterable[Rule]) -> Predicate:
    inner = [predicate(rule) for rule in rules]
    return lambda name: any(matches(name) for matches in inner)


def _all(rules: Iterable[Rule]) -> Predicate:
    inner = [predicate(rule) for rule in rules]
    return lambda name: all(matches(name) for matches in inner)


def _regex(pattern: str) -> Predicate:
    search = re.compile(pattern).search
    return lambda name: search(name) is not None


def _contains(part: str) -> Predicate:
    part = part.lower()
    return lambda name: part in name


def _equals(other: str) -> Predicate:
    other = other.lower()
    return lambda name: name == other


def _starts_with(start: str) -> Predicate:
    start = start.lower()
    return lambda name: name.startswith(start)


def _ends_with(end: str) -> Predicate:
    end = end.lower()
    return lambda name: name.endswith(end)


_BUILDERS: dict[str, Callable[[Any], Predicate]] = {
    "equals": _equals,
    "starts_with": _starts_with,
    "ends_with": _ends_with,
    "contains": _contains,
    "regex": _regex,
    "or": _any,
    "and": _all,
}


class NameIndex(Generic[T]):
    """The models of one provider by name; the first whose rule matches wins.

    Most rules are plain names, so those are looked up and only the others are tried: an unknown name
    must not cost more than a known one.
    """

    def __init__(self, entries: Iterable[tuple[Rule, T]]) -> None:
        """Take the rules in the order in which they are to be tried."""
        self._entries: list[T] = []
        self._exact: dict[str, int] = {}
        self._patterns: list[tuple[int, Predicate]] = []
        for position, (rule, entry) in enumerate(entries):
            self._entries.append(entry)
            self._add(position, rule)

    def _add(self, position: int, rule: Rule) -> None:
        if "or" in rule:
            for inner in rule["or"]:
                self._add(position, inner)
        elif "equals" in rule:
            self._exact.setdefault(rule["equals"].lower(), position)
        else:
            self._patterns.append((position, predicate(rule)))

    def find(self, name: str) -> T | None:
        """The entry for a lower-case name."""
        exact = self._exact.get(name, len(self._entries))
        for position, matches in self._patterns:
            if position >= exact:
                break
            if matches(name):
                return self._entries[position]
        return self._entries[exact] if exact < len(self._entries) else None
