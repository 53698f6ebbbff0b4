"""What explains most of the difference to last month, and since when. Pure. USD."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.core.periods import Days
from finops.overview.cells import Beside, Pair, series

NOTABLE = Decimal("0.02")  # of last month: a smaller difference is called about the same
MOST_OF_IT = Decimal("0.5")
STEP = Decimal("1.5")  # how much dearer days must be after a step than before it
SHORTEST_STEP = 2  # days


class Rise(NamedTuple):
    """The team and model that moved most in the direction of the total."""

    pair: Pair
    difference: Decimal
    share: Decimal  # of the whole difference; more than 1 when others went the other way


class Onset(NamedTuple):
    """When a rise began: one day, or a day since which it lasts."""

    day: dt.date
    lasting: bool


def is_notable(whole: Beside) -> bool:
    """Whether the total differs enough to be explained."""
    return abs(whole.difference) >= abs(whole.before.cost) * NOTABLE and whole.difference != 0


def explain(whole: Beside, pairs: Mapping[Pair, Beside]) -> Rise | None:
    """The pair that moved most in the direction of the total, when there is something to explain."""
    if not is_notable(whole) or not pairs:
        return None
    sign = 1 if whole.difference > 0 else -1
    pair = max(pairs, key=lambda pair: (sign * pairs[pair].difference, str(pair)))
    difference = pairs[pair].difference
    return Rise(pair, difference, difference / whole.difference) if sign * difference > 0 else None


def onset(
    costs: Mapping[dt.date, Decimal], days: Days, difference: Decimal, *, known_since: dt.date
) -> Onset | None:
    """When a rise by `difference` began within `days`, which are complete.

    The days from `known_since` until then are what it rose above. None when it came little by little,
    or is a fall.
    """
    values = series(costs, days)
    if difference <= 0 or not values:
        return None
    single = _single_day(values, difference)
    if single is not None:
        return Onset(days.start + dt.timedelta(days=single), lasting=False)
    step = _step(series(costs, Days(known_since, days.start)), values)
    return None if step is None else Onset(days.start + dt.timedelta(days=step), lasting=True)


def _single_day(values: Sequence[Decimal], difference: Decimal) -> int | None:
    """The one day without which most of the difference would not be there."""
    dearest = max(range(len(values)), key=lambda n: values[n])
    others = [value for n, value in enumerate(values) if n != dearest]
    usual = max(others, default=Decimal(0))
    return dearest if values[dearest] - usual >= difference * MOST_OF_IT else None


def _step(before: Sequence[Decimal], values: Sequence[Decimal]) -> int | None:
    """The day after which days are most clearly dearer than all days before it."""
    best, found = Decimal(0), None
    for start in range(len(values) - SHORTEST_STEP + 1):
        earlier, later = [*before, *values[:start]], values[start:]
        low, high = _mean(earlier), _mean(later)
        # The variance that drawing the line here explains.
        gain = (high - low) ** 2 * len(earlier) * len(later)
        if earlier and high >= low * STEP and gain > best:
            best, found = gain, start
    return found


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values) if values else Decimal(0)
