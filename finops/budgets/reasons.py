"""How a budget stands, and a list of them, in sentences. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from finops.budgets.selectors import Listed
from finops.budgets.states import EXPECTED, OVER
from finops.budgets.terms import amount_text
from finops.budgets.types import Standing, Terms
from finops.core import formatting

ALONE = "The budget is not over, nor expected to be."


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


def backtest_sentence(standing: Standing | None) -> str:
    """`Of 8 such forecasts on its own past, 9 days before the end, 7 ends lay within the interval; ...`"""
    found = standing.forecast.backtest if standing and standing.forecast else None
    if found is None:
        return ""
    if not found.made:
        return "There are too few days yet to try such forecasts on its own past."
    when = f"{formatting.counted(found.ahead, 'day')} before the end"
    held = f"{formatting.counted(found.inside, 'end')} lay within the interval"
    words = f"Of {found.made} such forecasts on its own past, {when}, {held}"
    return (
        f"{words}." if found.error is None else f"{words}; typically {formatting.share(found.error, 1)} off."
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
