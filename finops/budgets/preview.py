"""What a budget would have been: the periods before, and this one."""

import datetime as dt
from typing import NamedTuple

from finops.budgets.evaluation import Said, standings
from finops.budgets.pages import history_chart
from finops.budgets.selectors import history, in_danger
from finops.budgets.thresholds import reached
from finops.budgets.types import Kind, Standing, Terms, Threshold
from finops.core.charts import Chart

MOST_PERIODS, MOST_VALUES = 6, 5
NEVER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)  # a budget that says nothing yet told nothing before


class Times(NamedTuple):
    """How often a threshold would have been reached in whole periods."""

    threshold: Threshold
    times: int


class Preview(NamedTuple):
    """A budget against history. Of one for each value only this period is told, by value."""

    now: Standing | None  # None: it has not begun, or it is one for each value
    values: list[Standing]
    value_count: int
    periods: list[Standing]  # whole ones, the newest first
    times: list[Times]
    chart: Chart | None


def preview(terms: Terms, now: dt.datetime) -> Preview:
    """Two periods back it counts as if it had always been there: its first day is not looked at."""
    found = in_danger(standings([Said(0, terms, NEVER)], now).get(0, []))
    if terms.scope.each:
        return Preview(None, found[:MOST_VALUES], len(found), [], [], None)
    always = terms._replace(starts_on=dt.date(2001, 1, 1), rollover=False)
    periods = _known(history(always, now, most=MOST_PERIODS))
    actual = [one for one in terms.thresholds if one.kind == Kind.ACTUAL]
    times = [Times(one, sum(one in reached(period, [one]) for period in periods)) for one in actual]
    current = found[0] if found else None
    chart = history_chart(terms, periods, current) if periods else None
    return Preview(current, [], 0, periods, times, chart)


def _known(periods: list[Standing]) -> list[Standing]:
    """Without the oldest ones that nothing was recorded in."""
    while periods and not periods[-1].spent and not periods[-1].left_out:
        periods = periods[:-1]
    return periods
