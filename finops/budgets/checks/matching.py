"""Which budgets a call would be held to, and what they say of it. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from finops.budgets.types import NO_VALUE, Enforcement, Scope

Asked = Mapping[str, frozenset[str]]  # by dimension what the call may be attributed to


class Verdict(StrEnum):
    """What a program is told before it makes a call."""

    ALLOW = "allow"
    WARN = "warn"
    DENY = "deny"


SEVERITY = {Verdict.ALLOW: 0, Verdict.WARN: 1, Verdict.DENY: 2}
SAID = {Enforcement.WARN: Verdict.WARN, Enforcement.DENY: Verdict.DENY}


class Sum(NamedTuple):
    """What one value may spend in this period, carried over included, and what it has spent."""

    amount: Decimal
    spent: Decimal


class Enforced(NamedTuple):
    """A budget that is enforced, as it stood when it was read. What has no sum has spent nothing."""

    number: int
    name: str
    enforcement: Enforcement
    scope: Scope
    measure: str
    amount: Decimal
    advised_model: str
    resets_at: dt.datetime
    sums: Mapping[str, Sum]


class Held(NamedTuple):
    """A call held to one value of a budget."""

    budget: Enforced
    value: str
    sum: Sum

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left."""
        return self.sum.spent >= self.sum.amount

    @property
    def verdict(self) -> Verdict:
        """What this budget alone says."""
        return SAID.get(self.budget.enforcement, Verdict.ALLOW) if self.is_used_up else Verdict.ALLOW


class Decision(NamedTuple):
    """What is said of a call, the budget that decided, and those that would deny it were they not shadows."""

    verdict: Verdict
    held: Held | None
    shadows: list[Held]


class Index:
    """Enforced budgets by what they ask for, so that one of thousands is found at once."""

    def __init__(self, budgets: Iterable[Enforced]) -> None:
        self._always: list[Enforced] = []
        self._each: dict[str, list[Enforced]] = defaultdict(list)
        self._by_value: dict[tuple[str, str], list[Enforced]] = defaultdict(list)
        for budget in budgets:
            self._add(budget)

    def _add(self, budget: Enforced) -> None:
        if budget.scope.filters:
            first = budget.scope.filters[0]
            for value in first.values:
                self._by_value[first.dimension, value].append(budget)
        elif budget.scope.each:
            self._each[budget.scope.each].append(budget)
        else:
            self._always.append(budget)

    def applying(self, asked: Asked) -> Iterator[Enforced]:
        """The budgets all of whose filters are met by the values given."""
        yield from self._always
        for name, values in asked.items():
            yield from self._each.get(name, ())
            found = {one.number: one for value in values for one in self._by_value.get((name, value), ())}
            yield from (one for one in found.values() if _is_met(one.scope, asked))


def decide(index: Index, asked: Asked, now: dt.datetime) -> Decision:
    """What all budgets together say of a call at an aware moment: the strictest of them decides.

    Of several that deny, the one that does so longest; where all allow, the one with the least share left.
    """
    held = [one for budget in index.applying(asked) for one in _held(budget, asked, now)]
    shadows = [one for one in held if one.is_used_up and one.budget.enforcement == Enforcement.SHADOW]
    telling = [one for one in held if one.budget.enforcement != Enforcement.SHADOW]
    if not telling:
        return Decision(Verdict.ALLOW, None, shadows)
    deciding = max(telling, key=_weight)
    return Decision(deciding.verdict, deciding, shadows)


def _is_met(scope: Scope, asked: Asked) -> bool:
    if scope.each and scope.each not in asked:
        return False
    return all(
        (given := asked.get(one.dimension)) is not None and not given.isdisjoint(one.values)
        for one in scope.filters
    )


def _held(budget: Enforced, asked: Asked, now: dt.datetime) -> Iterator[Held]:
    each = budget.scope.each
    for value in asked[each] if each else (NO_VALUE,):
        known = budget.sums.get(value) if now < budget.resets_at else None
        yield Held(budget, value, known or Sum(budget.amount, Decimal(0)))


def _weight(held: Held) -> tuple[int, float, Decimal]:
    severity = SEVERITY[held.verdict]
    longest = held.budget.resets_at.timestamp() if severity else 0.0
    return severity, longest, held.sum.spent / held.sum.amount
