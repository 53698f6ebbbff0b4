"""Rollups that are kept by day and by week: a range is whole weeks and a few days at its ends."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from finops.core.periods import Days
from finops.ledger.rollup_sql import BOTH_WAYS

ROLLUPS = {rollup.table for rollup in BOTH_WAYS}


class Rows(NamedTuple):
    """A SELECT of rows to be summed, and its parameters."""

    sql: str
    parameters: list[dt.date]


def rows(rollup: str, columns: Sequence[str], days: Days, *, where: str = "true") -> Rows:
    """Rows of a rollup `x_daily` between two days, whole weeks from `x_weekly`; without their day."""
    weeks = whole_weeks(days)
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


def whole_weeks(days: Days) -> Days:
    """The weeks, from Monday on, that lie in the range with all their days; empty when there is none."""
    first = days.start + dt.timedelta(days=-days.start.weekday() % 7)
    last = days.end - dt.timedelta(days=days.end.weekday())
    return Days(first, max(first, last))
