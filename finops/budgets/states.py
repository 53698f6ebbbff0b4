"""How a budget does, in a word. Pure."""

from typing import NamedTuple

from finops.budgets.terms import threshold_words
from finops.budgets.thresholds import reached
from finops.budgets.types import Kind, Standing, Terms, Threshold

WHOLE = 100


class State(NamedTuple):
    """A word, the tone it is told in (badge classes) and how much it needs somebody: the higher the more."""

    name: str
    word: str
    tone: str
    danger: int


OVER = State("over", "Over", "bad", 4)
EXPECTED = State("expected", "Expected over", "watch", 3)
FINE = State("fine", "On track", "good", 1)
WAITING = State("waiting", "Nothing yet", "", 0)
NAMES = {
    "over": "Over",
    "expected": "Expected over",
    "warned": "Warned",
    "fine": "On track",
    "waiting": "Nothing yet",
}


def state_of(standing: Standing | None, terms: Terms) -> State:
    """Over, expected to be over, past a threshold, or on track."""
    if standing is None:
        return WAITING
    if standing.left <= 0:
        return OVER
    if Threshold(Kind.FORECAST, WHOLE) in reached(standing, [Threshold(Kind.FORECAST, WHOLE)]):
        return EXPECTED
    passed = [one for one in reached(standing, terms.thresholds) if one.kind == Kind.ACTUAL]
    if passed:
        highest = max(passed, key=lambda one: one.percent)
        return State("warned", threshold_words(highest), "watch", 2)
    return FINE
