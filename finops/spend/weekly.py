"""Rollups that are kept by day and by week: a range is whole folded weeks and days at its ends."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from finops.core.periods import Days, week_start
from finops.ledger.rollup_sql import BOTH_WAYS

ROLLUPS = {rollup.table for rollup in BOTH_WAYS}


class Rows(NamedTuple):
    """A SELECT of rows to be summed, and its parameters."""

    sql: str
    parameters: list[dt.date]


def rows(
    rollup: str, columns: Sequence[str], days: Days, *, folded_until: dt.date, where: str = "true"
) -> Rows:
    """Rows of a rollup `x_daily` between two days, whole weeks from `x_weekly`; without their day."""
    weeks = whole_weeks(days, folded_until=folded_until)
    parts = [(rollup, "day", days)]
    if weeks.start < weeks.end:
        edges = (Days(days.start, weeks.start), Days(weeks.end, days.end))
        parts = [(rollup.replace("_daily", "_weekly"), "week", weeks)]
        parts += [(rollup, "day", edge) for edge in edges if edge.start < edge.end]
    selects = [
        f"SELECT {', '.join(columns)} FROM {table} WHERE {period} >= %s AND {period} < %s AND {where}"
        for table, period, _ in parts
    ]
    return Rows(" UNION ALL ".join(selects), [day for _, _, part in parts for day in part])


def whole_weeks(days: Days, *, folded_until: dt.date) -> Days:
    """The folded weeks, from Monday on, that lie wholly in the range; empty when there is none."""
    first = week_start(days.start + dt.timedelta(days=6))
    last = min(week_start(days.end), folded_until)
    return Days(first, max(first, last))
