"""How an SLO stands, from what was counted. Pure: the clock comes in as `now`."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.slos.budget import Budget, error_rate, spent, time_to_exhaustion
from finops.slos.policy import TIERS, Burn, burns
from finops.slos.types import Counts, MissingData, Severity, Window, WindowKind
from finops.slos.windows import window_at

MINUTE = dt.timedelta(minutes=1)
PATIENCE = 5 * MINUTE  # before a minute without events is held against anybody: a run is known when it ends
ALERT_WINDOWS = tuple(sorted({length for tier in TIERS for length in (tier.long, tier.short)}))
RECENT = TIERS[1].long  # how fast a budget burns now
WATCHED = Fraction(1, 4)  # of a budget left: little


class Terms(NamedTuple):
    """What an SLO promises. The objective is in percent."""

    objective: Decimal
    window: WindowKind
    severity: Severity
    minimum_events: int
    missing: MissingData


class Spans(NamedTuple):
    """The spans of time whose events have to be known: the window and every alert window, all up to `end`."""

    window: Window
    end: dt.datetime
    lengths: tuple[dt.timedelta, ...] = ALERT_WINDOWS

    @property
    def starts(self) -> list[dt.datetime]:
        """Where they begin, the window first."""
        return [self.window.start, *(self.end - length for length in self.lengths)]


class Status(NamedTuple):
    """How an SLO stands. Rates and budget are None when nothing was counted."""

    window: Window
    counts: Counts
    sli: Fraction | None
    budget: Budget | None
    burns: list[Burn]
    exhausted_in: dt.timedelta | None  # at the rate of the last six hours; None: not within the window

    @property
    def state(self) -> str:
        """`burning`, `spent`, `low`, `good` or `unknown`."""
        if self.budget is None:
            return "unknown"
        if any(burn.fires for burn in self.burns):
            return "burning"
        if self.budget.left <= 0:
            return "spent"
        return "low" if self.budget.left < WATCHED else "good"

    @property
    def fastest(self) -> Burn:
        """The tier that is nearest to firing."""
        return max(self.burns, key=lambda burn: (burn.long or 0) / burn.factor)


def spans(terms: Terms, now: dt.datetime, zone: ZoneInfo, fiscal_start: int) -> Spans:
    """What has to be counted to judge an SLO at a whole minute (aware)."""
    end = now - PATIENCE if terms.missing is MissingData.BAD else now
    return Spans(window_at(terms.window, end, zone, fiscal_start), end)


def minutes_expected(start: dt.datetime, end: dt.datetime, first: dt.datetime | None) -> int:
    """The minutes of a span that could have had events: those since the first one ever."""
    return 0 if first is None else max((end - max(start, first)) // MINUTE, 0)


def judge(terms: Terms, window: Window, counts: Counts, recent: Mapping[dt.timedelta, Counts]) -> Status:
    """How an SLO stands, from the counts of its window and of the alert windows, by their length."""
    rate = error_rate(counts, terms.missing)
    budget = spent(counts, terms.objective, terms.missing, window)
    found = burns(
        recent,
        objective=terms.objective,
        window=window.length,
        minimum_events=terms.minimum_events,
        missing=terms.missing,
    )
    sli = None if rate is None else 1 - rate
    return Status(window, counts, sli, budget, found, _exhausted_in(window, budget, found))


def _exhausted_in(window: Window, budget: Budget | None, found: list[Burn]) -> dt.timedelta | None:
    burn = next(one.long for one in found if one.tier.long == RECENT)
    if budget is None or burn is None:
        return None
    lasts = time_to_exhaustion(budget.left, burn, window.length)
    # A calendar window begins anew; of a rolling one nothing comes back that fast.
    rest = window.start + window.length - window.now or window.length
    return lasts if lasts is not None and lasts < rest else None
