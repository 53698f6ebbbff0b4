"""What runs are worth, and what is left of that. Pure."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.core import formatting
from finops.core.formatting import MINUS, SPACE


class Stated(NamedTuple):
    """What one successful run is worth from a day on, in USD; None: nobody knows any more."""

    starts_on: dt.date
    usd: Decimal | None


class DayOfRuns(NamedTuple):
    """The runs of a day, and those of them that failed."""

    day: dt.date
    runs: int
    failed: int

    @property
    def successful(self) -> int:
        """Runs that are worth something."""
        return self.runs - self.failed


class Margin(NamedTuple):
    """What successful runs were worth less what all runs cost, in USD; None is unknown."""

    successful: int
    worth: Decimal | None
    cost: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """The margin."""
        return None if self.worth is None or self.cost is None else self.worth - self.cost

    @property
    def share(self) -> Decimal | None:
        """The margin as a part of the worth; None also of nothing."""
        return self.left / self.worth if self.worth and self.left is not None else None

    @property
    def percent(self) -> str:
        """The share in whole percent, with a sign where it is a loss."""
        return (
            formatting.DASH
            if self.share is None
            else f"{round(self.share * 100)}{SPACE}%".replace("-", MINUS)
        )


def worth_on(day: dt.date, stated: Sequence[Stated]) -> Decimal | None:
    """What a run is worth on a day; None when nobody said."""
    before = [one for one in stated if one.starts_on <= day]
    return max(before, key=lambda one: one.starts_on).usd if before else None


def margin(days: Sequence[DayOfRuns], stated: Sequence[Stated], cost: Decimal | None) -> Margin:
    """The margin over days; unknown as soon as one of them had successful runs of unknown worth."""
    worth = Decimal(0)
    successful = sum(one.successful for one in days)
    for one in days:
        usd = worth_on(one.day, stated)
        if usd is None and one.successful:
            return Margin(successful, None, cost)
        worth += (usd or 0) * one.successful
    return Margin(successful, worth, cost)
