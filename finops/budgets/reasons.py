"""Why a threshold fired, and how a budget stands, in sentences."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.budgets import reading
from finops.budgets.models import Firing
from finops.budgets.pages import filters_of
from finops.budgets.periods import period_of
from finops.budgets.selectors import Listed
from finops.budgets.states import EXPECTED, OVER
from finops.budgets.terms import amount_text
from finops.budgets.types import Kind, Scope, Spent, Standing, Terms
from finops.core import formatting
from finops.core.date_range import spelled
from finops.core.periods import Days
from finops.spend import links
from finops.spend.types import SpendQuery

DRIVERS = ("response_model", "service", "journey", "team")
MOST_DRIVERS = 5
ALONE = "The budget is not over, nor expected to be."


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


def summary(rows: Sequence[Listed]) -> str:
    """The answer of the list: `2 of 9 budgets are over, 1 is expected to be.`"""
    if not rows:
        return ""
    found = Counter(row.state.name for row in rows)
    over, expected = found[OVER.name], found[EXPECTED.name]
    whole = formatting.counted(len(rows), "budget")
    if not over and not expected:
        return f"None of {whole} is over or expected to be." if len(rows) > 1 else ALONE
    verb = "is" if over == 1 else "are"
    parts = [f"{over} of {whole} {verb} over" if over else "", _also(expected, whole, over)]
    return f"{', '.join(part for part in parts if part)}."


def _also(expected: int, whole: str, over: int) -> str:
    if not expected:
        return ""
    verb = "is" if expected == 1 else "are"
    return (
        f"{expected} {verb} expected to be" if over else f"{expected} of {whole} {verb} expected to be over"
    )


def standing_sentence(terms: Terms, standing: Standing, today: dt.date) -> str:
    """`$812.40 of $1,500.00 is spent with 8 days to go; about $1,130.00 is expected by the end.`"""
    spent, amount = (amount_text(terms.measure, value) for value in (standing.spent, standing.amount))
    left = (standing.days.last - today).days
    to_go = f"with {formatting.counted(left, 'day')} to go" if left else "on its last day"
    words = f"{spent} of {amount} is spent {to_go}"
    if standing.forecast is None:
        return f"{words}."
    ends = (standing.forecast.expected, standing.forecast.low, standing.forecast.high)
    expected, low, high = (amount_text(terms.measure, value) for value in ends)
    return f"{words}; about {expected} is expected by its end, {low} to {high} four times in five."


def explain(firing: Firing, terms: Terms) -> Why:
    """What made it fire, with the parts it is made of as they are stored now."""
    days = Days(firing.period_start, firing.period_end)
    fired = firing.fired_at.astimezone(dt.UTC).date() + dt.timedelta(days=1)
    until = Days(days.start, max(min(days.end, fired), days.start + dt.timedelta(days=1)))
    filters = filters_of(terms.scope, firing.value)
    used = {one.dimension for one in filters}
    pairs = [*links.days_pairs(until), ("counted", "true"), *links.filter_pairs(filters)]
    wanted = [name for name in DRIVERS if name not in used]
    return Why(
        fired_sentence(firing, terms),
        _since(firing, terms),
        days,
        [_drivers(terms, Scope(filters), until, name) for name in wanted],
        pairs,
    )


def fired_sentence(firing: Firing, terms: Terms) -> str:
    """`80 % of $1,500.00 is $1,200.00; $1,204.12 was spent from Nov 1 to Nov 30, 2026.`"""
    amount, spent = (amount_text(terms.measure, value) for value in (firing.amount, firing.spent))
    limit = amount_text(terms.measure, firing.amount * firing.percent / 100)
    period = spelled(Days(firing.period_start, firing.period_end))
    share = f"{firing.percent}{formatting.SPACE}% of {amount} is {limit}"
    if firing.kind == Kind.ACTUAL or firing.expected is None:
        return f"{share}, and {spent} was spent in {period}."
    expected = amount_text(terms.measure, firing.expected)
    return f"{share}, and {expected} was expected for {period}, of which {spent} was spent."


def _since(firing: Firing, terms: Terms) -> str:
    if firing.cleared_at is None:
        return ""
    if firing.cleared_because == "edited":
        return "The budget was changed, so this no longer holds."
    if firing.cleared_because == "archived":
        return "The budget was archived."
    left = amount_text(terms.measure, firing.cleared_spent)
    return f"A correction took spend back below it: {left} was left."


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
