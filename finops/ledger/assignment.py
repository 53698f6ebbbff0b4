"""What rules and owners make of what is said: a rule first, then what is said, then the owner. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from finops.attribution.rules import ATTRIBUTE, Rule, RuleBook, decide
from finops.ledger.inheritance import Attribution, Stated

NOTHING: Mapping[str, str] = {}


class Call(NamedTuple):
    """What rules can ask for besides dimensions that are inherited."""

    scope: str
    span_name: str | None  # None: no rule asks
    operation: str | None = None
    provider: str | None = None
    request_model: str | None = None
    response_model: str | None = None
    region: str | None = None


class Assigned(NamedTuple):
    """Whom a call belongs to, and what of that rules decided."""

    attribution: Attribution
    ruled: Mapping[str, str] = NOTHING


class Assigner:
    """Applies a rule book; the same call is decided once."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._known: dict[tuple[int, Stated, Call], Assigned] = {}

    def assign(self, stated: Stated, call: Call, time: int) -> Assigned:
        """Whom a call belongs to that began then (unix microseconds)."""
        rules = self.book.in_force(time)
        if rules:
            # Tuples of rules live as long as the book, so their identities do not repeat.
            key = id(rules), stated, call
            assigned = self._known.get(key)
            if assigned is None:
                assigned = self._known[key] = self._ruled(rules, stated, call)
        else:
            assigned = Assigned(stated.attribution)
        if assigned.attribution.team is None and (owner := self.book.owner(time)):
            return Assigned(assigned.attribution._replace(team=owner), assigned.ruled)
        return assigned

    def _ruled(self, rules: tuple[Rule, ...], stated: Stated, call: Call) -> Assigned:
        ruled = decide(rules, self._facts(stated, call))
        return Assigned(stated.attribution._replace(**ruled), ruled)

    def _facts(self, stated: Stated, call: Call) -> dict[str, str]:
        attributes = {
            ATTRIBUTE + key: value for key, value in zip(self.book.keys, stated.attributes, strict=True)
        }
        known = stated.attribution._asdict()
        said = {"project": self.book.project, **attributes, **known, **call._asdict()}
        said["region"] = call.region or known["region"]
        return {subject: value for subject, value in said.items() if value}
