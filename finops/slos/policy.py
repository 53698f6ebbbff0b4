"""Multi-window, multi-burn-rate alerts. Pure.

The Site Reliability Workbook, "Alerting on SLOs", "Multiwindow, Multi-Burn-Rate Alerts": 2 % of a budget of
30 days in one hour is a burn rate of 14.4, 5 % in six hours 6, 10 % in three days 1; the short window, a
twelfth of the long one, ends an alert soon after the errors end.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from finops.slos.budget import ONE, burn_rate, error_rate
from finops.slos.types import Counts, MissingData, Severity

SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
SHORTER = 12  # the short window is so many times shorter than the long one


class Tier(NamedTuple):
    """One rule: so much of the budget within so long is worth an alert."""

    name: str
    share: Fraction  # of the budget
    long: dt.timedelta
    loudest: Severity

    @property
    def short(self) -> dt.timedelta:
        """The window that must burn as well, so that the alert ends with its cause."""
        return self.long / SHORTER


TIERS = (
    Tier("1h", Fraction(2, 100), HOUR, Severity.PAGE),
    Tier("6h", Fraction(5, 100), 6 * HOUR, Severity.PAGE),
    Tier("3d", Fraction(10, 100), 3 * DAY, Severity.TICKET),
)
BY_NAME = {tier.name: tier for tier in TIERS}


class Burn(NamedTuple):
    """A tier beside what was counted. A rate is None when nothing was."""

    tier: Tier
    factor: Fraction
    long: Fraction | None
    short: Fraction | None
    long_counts: Counts
    short_counts: Counts
    enough: bool  # events for a verdict

    @property
    def fires(self) -> bool:
        """Whether both windows burn at the factor or faster."""
        return self.enough and all(
            rate is not None and rate >= self.factor for rate in (self.long, self.short)
        )


def ratio(part: dt.timedelta, whole: dt.timedelta) -> Fraction:
    """One span of time by another, exactly."""
    return Fraction(part // SECOND, whole // SECOND)


def factor(tier: Tier, window: dt.timedelta) -> Fraction:
    """The burn rate from which a tier fires: budget share x window / long window, but at least 1.

    Below 1 a budget lasts longer than its window, which is nobody's alarm; short windows would come to that.
    """
    return max(tier.share * ratio(window, tier.long), ONE)


def can_fire(tier: Tier, window: dt.timedelta, objective: Decimal) -> bool:
    """Whether a tier fires when everything fails: an objective of 90 % never burns faster than 10."""
    return burn_rate(ONE, objective) >= factor(tier, window)


def severity(tier: Tier, loudest: Severity) -> Severity:
    """How loud a tier is for an SLO whose alerts are at most that loud."""
    return tier.loudest if loudest is Severity.PAGE else loudest


def burns(
    counts: Mapping[dt.timedelta, Counts],
    *,
    objective: Decimal,
    window: dt.timedelta,
    minimum_events: int,
    missing: MissingData,
) -> list[Burn]:
    """Every tier against the counts of its two windows, which end now."""
    found = []
    for tier in TIERS:
        long, short = counts[tier.long], counts[tier.short]
        rates = (error_rate(one, missing) for one in (long, short))
        long_burn, short_burn = (None if rate is None else burn_rate(rate, objective) for rate in rates)
        # What missing data is held against cannot wait for events.
        enough = long.total >= minimum_events or missing is MissingData.BAD
        found.append(Burn(tier, factor(tier, window), long_burn, short_burn, long, short, enough))
    return found
