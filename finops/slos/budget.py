"""Error budgets and burn rates. Pure.

Formulas: Google, The Site Reliability Workbook (2018), chapters "Implementing SLOs" and "Alerting on SLOs".
Ratios are exact: Fraction, from counts and from an objective in percent.
"""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from finops.slos.types import Counts, MissingData, Window

ONE = Fraction(1)
FARTHEST = dt.timedelta(days=3650)  # an exhaustion later than that is never


class Budget(NamedTuple):
    """What is left of an error budget. `left` is a share of the whole; below zero it is overspent."""

    error_rate: Fraction
    burn: Fraction
    left: Fraction


def allowed_error_rate(objective: Decimal) -> Fraction:
    """The share of events that may be bad: 99.9 % allow one in a thousand."""
    return ONE - Fraction(objective) / 100


def error_rate(counts: Counts, missing: MissingData) -> Fraction | None:
    """The share of events that were bad; None when nothing was counted: no data is not good.

    Where missing data is bad, a minute without events weighs as much as an average minute with some.
    """
    if not counts.total:
        return None if missing is MissingData.IGNORE or not counts.minutes else ONE
    bad = Fraction(counts.total - counts.good, counts.total)
    if missing is MissingData.IGNORE or counts.minutes <= counts.filled:
        return bad
    heard = Fraction(counts.filled, counts.minutes)
    return bad * heard + (ONE - heard)


def burn_rate(rate: Fraction, objective: Decimal) -> Fraction:
    """How many times faster than allowed errors happen: at 1 the budget lasts the window exactly."""
    return rate / allowed_error_rate(objective)


def spent(counts: Counts, objective: Decimal, missing: MissingData, window: Window) -> Budget | None:
    """What a window has spent of its budget; None when nothing was counted.

    A window that still runs (a month) has spent a burn rate of 1 only in part: `window.passed` of it.
    """
    rate = error_rate(counts, missing)
    if rate is None:
        return None
    burn = burn_rate(rate, objective)
    return Budget(rate, burn, ONE - burn * window.passed)


def time_to_exhaustion(left: Fraction, burn: Fraction, window: dt.timedelta) -> dt.timedelta | None:
    """How long the rest of a budget lasts at a burn rate; None when it lasts for ever.

    Workbook, "Burn rates and time to complete budget exhaustion": a full one lasts window / burn rate.
    """
    if left <= 0:
        return dt.timedelta()
    if burn <= 0:
        return None
    seconds = left * Fraction(int(window.total_seconds())) / burn
    return None if seconds > FARTHEST.total_seconds() else dt.timedelta(seconds=int(seconds))
