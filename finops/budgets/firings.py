"""Why a threshold fired, and what became of it."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from finops.budgets import reading
from finops.budgets.models import Firing
from finops.budgets.pages import filters_of
from finops.budgets.periods import period_of
from finops.budgets.terms import amount_text
from finops.budgets.types import Kind, Scope, Spent, Terms
from finops.core import formatting
from finops.core.date_range import spelled
from finops.core.periods import Days
from finops.spend import links
from finops.spend.types import SpendQuery

DRIVERS = ("response_model", "service", "journey", "team")
MOST_DRIVERS = 5


class Driver(NamedTuple):
    """A value of another dimension and what it spent in the period, and in as many days of the one before."""

    value: str | None
    amount: Decimal
    before: Decimal


class Drivers(NamedTuple):
    """The values of one dimension that spent most."""

    label: str
    values: list[Driver]


class Why(NamedTuple):
    """Why a threshold fired."""

    sentence: str
    since: str  # what became of it, empty while it is so
    days: Days
    drivers: list[Drivers]
    charge_pairs: links.Pairs


def explain(firing: Firing, terms: Terms) -> Why:
    """What made it fire, with the parts it is made of as they are stored now."""
    days, until = Days(firing.period_start, firing.period_end), _until(firing)
    filters = filters_of(terms.scope, firing.value)
    used = {one.dimension for one in filters}
    pairs = [*links.days_pairs(until), ("counted", "true"), *links.filter_pairs(filters)]
    wanted = [name for name in DRIVERS if name not in used]
    return Why(
        fired_sentence(firing, terms),
        since(firing, terms),
        days,
        [_drivers(terms, Scope(filters), until, name) for name in wanted],
        pairs,
    )


def fired_sentence(firing: Firing, terms: Terms) -> str:
    """`80 % of $1,500.00 is $1,200.00, and $1,204.12 was spent in the period Nov 1 to Nov 30, 2026.`"""
    amount, spent = (amount_text(terms.measure, value) for value in (firing.amount, firing.spent))
    limit = amount_text(terms.measure, firing.amount * firing.percent / 100)
    period = f"the period {spelled(Days(firing.period_start, firing.period_end))}"
    share = f"{firing.percent}{formatting.SPACE}% of {amount} is {limit}"
    if firing.kind == Kind.ACTUAL or firing.expected is None:
        return f"{share}, and {spent} was spent in {period}."
    expected = amount_text(terms.measure, firing.expected)
    return f"{share}, and {expected} was expected for {period}, of which {spent} was spent."


def main_driver(firing: Firing, terms: Terms) -> str:
    """`Most of it is gpt-5: $900.00, and $310.00 in as many days before.` Empty when nothing stands out."""
    filters = filters_of(terms.scope, firing.value)
    names = [name for name in DRIVERS if name not in {one.dimension for one in filters}]
    values = _drivers(terms, Scope(filters), _until(firing), names[0]).values if names else []
    if not values or values[0].value is None or values[0].amount * 2 < firing.spent:
        return ""
    amount, before = (amount_text(terms.measure, part) for part in (values[0].amount, values[0].before))
    return f"Most of it is {values[0].value}: {amount}, and {before} in as many days before."


def since(firing: Firing, terms: Terms) -> str:
    """What became of it; empty while it is so."""
    if firing.cleared_at is None:
        return ""
    if firing.cleared_because == "edited":
        return "The budget was changed, so this no longer holds."
    if firing.cleared_because == "archived":
        return "The budget was archived."
    left = amount_text(terms.measure, firing.cleared_spent)
    return f"A correction took spend back below it: {left} was left."


def _until(firing: Firing) -> Days:
    """The days of the period up to the one on which it fired."""
    fired = firing.fired_at.astimezone(dt.UTC).date() + dt.timedelta(days=1)
    start = firing.period_start
    return Days(start, max(min(firing.period_end, fired), start + dt.timedelta(days=1)))


def _drivers(terms: Terms, scope: Scope, days: Days, name: str) -> Drivers:
    length = days.end - days.start
    whole = period_of(terms.period, days.start - dt.timedelta(days=1))
    before = Days(whole.start, min(whole.start + length, whole.end))
    now, then = (_by(terms, scope, of, name) for of in (days, before))
    dearest = sorted(now, key=lambda value: (-now[value].of(terms.measure), value or ""))[:MOST_DRIVERS]
    nothing = Spent()
    values = [
        Driver(value, now[value].of(terms.measure), then.get(value, nothing).of(terms.measure))
        for value in dearest
    ]
    return Drivers(links.label_of(name), values)


def _by(terms: Terms, scope: Scope, days: Days, name: str) -> dict[str | None, Spent]:
    rows = reading.rows(SpendQuery(days, (name,), filters=scope.filters), terms.zone)
    found: dict[str | None, Spent] = {}
    for row in rows:
        found[row.values[0]] = found.get(row.values[0], Spent()) + row.spent
    return found
