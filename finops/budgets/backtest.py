"""How right forecasts would have been that had been made on earlier days of the same series. Pure."""

import math
from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from finops.budgets.forecast import DIGITS, FEWEST, LONGEST, SHORTEST, forecast
from finops.budgets.types import Backtest

MOST = 8  # forecasts that are tried
FEWEST_TRIED = 4  # less of them tell nothing
APART = 4  # so many forecasts begin within the days that one of them expects: near ones tell the same
SLACK = Decimal("0.000001")  # of an end: what arithmetic with floats may lose
MOST_ERROR = Decimal(1000)  # ends: of next to nothing any error is as good as endless


class Tried(NamedTuple):
    """One forecast and what came: whether it lay in the interval, and the error as a share of the end.

    The error is None where nothing was spent until the end.
    """

    inside: bool
    error: Decimal | None


def cuts(days: int, ahead: int) -> list[int]:
    """How many of the days each forecast that is tried knows of, the most first, evenly spread.

    Each knows enough for the method by which all days are forecast, and a third of what it learns from.
    """
    least = max(SHORTEST if days >= SHORTEST else FEWEST, min(days, LONGEST) // 3)
    room = days - ahead - least
    if room < 0:
        return []
    count = min(MOST, room // math.ceil(ahead / APART) + 1)
    return [days - ahead - room * number // max(count - 1, 1) for number in range(count)]


def tried(days: Sequence[Decimal], elapsed: int, ahead: int) -> list[Tried]:
    """Forecasts of `ahead` days, each made after `elapsed` days of a period as long as both together.

    None of them where there are too few days to try some that are different enough.
    """
    known = cuts(len(days), ahead)
    return [_tried(days, elapsed, ahead, cut) for cut in known] if len(known) >= FEWEST_TRIED else []


def _tried(days: Sequence[Decimal], elapsed: int, ahead: int, cut: int) -> Tried:
    before = sum(days[max(cut - elapsed, 0) : cut], Decimal(0))
    end = before + sum(days[cut : cut + ahead], Decimal(0))
    made = forecast(days[:cut], ahead)
    assert made is not None  # no cut knows fewer days than a forecast needs
    found, slack = made.shifted(before), abs(end) * SLACK
    inside = found.low - slack <= end <= found.high + slack
    return Tried(inside, min(abs((found.expected - end) / end), MOST_ERROR) if end else None)


def backtest(days: Sequence[Decimal], elapsed: int, ahead: int) -> Backtest:
    """How often the end lay in the interval, and the median error."""
    found = tried(days, elapsed, ahead)
    errors = [one.error for one in found if one.error is not None]
    error = median(errors).quantize(DIGITS) if errors else None
    return Backtest(ahead, len(found), sum(one.inside for one in found), error)
