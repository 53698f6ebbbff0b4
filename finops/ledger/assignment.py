"""What rules and owners make of what is said: a rule first, then what is said, then the owner. Pure."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import NamedTuple

from finops.attribution.custom import PREFIX
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


Asked = Callable[[Stated, Call], str | None]


class Assigner:
    """Applies a rule book. Calls that are the same in all that rules ask for are decided once."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._asked = [_asked(book, subject) for subject in book.subjects]
        self._known: dict[tuple[int, tuple[str | None, ...]], Mapping[str, str]] = {}

    def assign(self, stated: Stated, call: Call, time: int) -> Assigned:
        """Whom a call belongs to that began then (unix microseconds)."""
        if self.book.histories:
            stated = self._remembered(stated, time)
        rules = self.book.in_force(time)
        ruled = self._ruled(rules, stated, call) if rules else NOTHING
        found = stated.attribution.changed(ruled) if ruled else stated.attribution
        if found.team is None and (owner := self.book.owner(time)):
            found = found._replace(team=owner)
        return Assigned(found, ruled)

    def _remembered(self, stated: Stated, time: int) -> Stated:
        """With what stored attributes say of custom dimensions that nothing states."""
        known = dict(stated.attribution.custom)
        found = {
            PREFIX + history.name: value
            for history, said in zip(self.book.histories, stated.histories, strict=True)
            if said and history.since <= time < history.until and history.name not in known
            if (value := history.value(said))
        }
        return stated._replace(attribution=stated.attribution.changed(found)) if found else stated

    def _ruled(self, rules: tuple[Rule, ...], stated: Stated, call: Call) -> Mapping[str, str]:
        said = tuple(asked(stated, call) for asked in self._asked)
        # Tuples of rules live as long as the book, so their identities do not repeat.
        ruled = self._known.get((id(rules), said))
        if ruled is None:
            facts = {subject: value for subject, value in zip(self.book.subjects, said, strict=True) if value}
            ruled = self._known[id(rules), said] = decide(rules, facts)
        return ruled


def _asked(book: RuleBook, subject: str) -> Asked:
    """How to find what is said of a call about one subject."""
    if subject.startswith(ATTRIBUTE):
        place = book.keys.index(subject.removeprefix(ATTRIBUTE))
        return lambda stated, _: stated.attributes[place]
    if subject == "project":
        return lambda *_: book.project
    if subject == "region":
        return lambda stated, call: call.region or stated.attribution.region
    if subject.startswith(PREFIX):
        return lambda stated, _: stated.attribution.value(subject)
    name = attrgetter(subject)
    if subject in Call._fields:
        return lambda _, call: name(call)
    return lambda stated, _: name(stated.attribution)
