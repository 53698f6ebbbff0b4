"""Rollups that are kept by day and by week: a range is whole weeks and days at its ends.

The running week is folded day by day (`ledger.folding`), perhaps while somebody reads. So a range that ends
later than any fold can come asks, in the statement that reads, how far weeks go and where days begin.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from finops.core.periods import Days, week_start
from finops.ledger.rollup_sql import BOTH_WAYS

ROLLUPS = {rollup.table for rollup in BOTH_WAYS}
FOLDED = "(SELECT folded_until FROM accounts_organisation)"


class Rows(NamedTuple):
    """A SELECT of rows to be summed, and its parameters."""

    sql: str
    parameters: list[dt.date]


class Part(NamedTuple):
    """Rows of one table between two days; `also` is what else must hold."""

    table: str
    period: str
    days: Days
    also: str = ""


def rows(
    rollup: str,
    columns: Sequence[str],
    days: Days,
    *,
    folded_until: dt.date,
    today: dt.date,
    where: str = "true",
) -> Rows:
    """Rows of a rollup `x_daily` between two days, weeks from `x_weekly`; without their day."""
    found = [part for part in _parts(rollup, days, folded_until, today) if part.days.start < part.days.end]
    selects = [
        f"SELECT {', '.join(columns)} FROM {table} WHERE {period} >= %s AND {period} < %s{also} AND {where}"
        for table, period, _, also in found or [Part(rollup, "day", days)]
    ]
    return Rows(" UNION ALL ".join(selects), [day for part in found for day in part.days] or [*days])


def _parts(rollup: str, days: Days, folded_until: dt.date, today: dt.date) -> list[Part]:
    weekly, first = rollup.replace("_daily", "_weekly"), week_start(days.start + dt.timedelta(days=6))
    if first < folded_until and days.end > today:  # nothing is folded before its day is over
        return [
            Part(weekly, "week", Days(first, days.end), f" AND week < {FOLDED}"),
            Part(rollup, "day", Days(days.start, first)),
            Part(rollup, "day", Days(folded_until, days.end), f" AND day >= {FOLDED}"),
        ]
    weeks = whole_weeks(days, folded_until=folded_until)
    if weeks.start == weeks.end:
        return [Part(rollup, "day", days)]
    edges = (Days(days.start, weeks.start), Days(weeks.end, days.end))
    return [Part(weekly, "week", weeks), *(Part(rollup, "day", edge) for edge in edges)]


def whole_weeks(days: Days, *, folded_until: dt.date) -> Days:
    """The weeks that are folded whole, from Monday on, and lie in the range; empty when there is none."""
    first = week_start(days.start + dt.timedelta(days=6))
    last = week_start(min(days.end, folded_until))
    return Days(first, max(first, last))
