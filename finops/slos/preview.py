"""What an SLO would have been: the events of the last 28 days, counted from what is stored."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from finops.core.db.rows import fetch
from finops.ledger.objectives.preview_sql import MOST_EVENTS, preview_statement
from finops.ledger.objectives.services import Counted
from finops.slos.budget import Budget, spent
from finops.slos.types import Counts, MissingData, Window

DAYS = 28


class Day(NamedTuple):
    """The events of a day of the organisation."""

    day: dt.date
    good: int
    total: int


class Preview(NamedTuple):
    """What the last 28 days would have been."""

    counts: Counts
    budget: Budget | None
    days: list[Day]

    @property
    def sli(self) -> Fraction | None:
        """The share of events that were good; None without any."""
        return Fraction(self.counts.good, self.counts.total) if self.counts.total else None

    @property
    def is_cut(self) -> bool:
        """Whether there were more than are looked at: the newest."""
        return self.counts.total >= MOST_EVENTS


def preview(what: Counted, objective: Decimal, now: dt.datetime, zone: str) -> Preview:
    """The last 28 days up to `now` (aware) by days of a zone; missing data is left out."""
    length = dt.timedelta(days=DAYS)
    window = Window(now - length, now, length)
    parameters = {**what._asdict(), "start": window.start, "end": now, "zone": zone}
    days = fetch(Day, preview_statement(what.indicator, what.subject), parameters)
    counts = Counts(sum(day.good for day in days), sum(day.total for day in days))
    return Preview(counts, spent(counts, objective, MissingData.IGNORE, window), days)
