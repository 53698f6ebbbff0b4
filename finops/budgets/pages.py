"""What the pages of budgets show beside the numbers: addresses, charts, the bar. Pure but for URL names."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.budgets.terms import amount_text, unit
from finops.budgets.types import Period, Scope, Standing, Terms
from finops.core.charts import Chart, Point, Target, time_series
from finops.core.periods import Days
from finops.spend import links
from finops.spend.links import Place
from finops.spend.params import Range
from finops.spend.types import Filter

SPENT, EXPECTED = "spent", "expected"
INTERVALS = {Period.DAY: "day", Period.WEEK: "week"}
BAR = 100  # the width of the bar: the amount, or more where more was spent


class Bar(NamedTuple):
    """Widths of 100: what is spent, what is expected beside it, and where the amount ends."""

    spent: float
    expected: float
    amount: float


def bar(standing: Standing) -> Bar:
    """The parts of the bar of a standing. Floats: it is drawn."""
    end = standing.forecast.expected if standing.forecast else standing.spent
    whole = max(standing.amount, standing.spent, end)
    spent, expected, amount = (
        float(round(part / whole * BAR, 2)) for part in (standing.spent, end, standing.amount)
    )
    return Bar(max(spent, 0.0), max(expected - spent, 0.0), amount)


def filters_of(scope: Scope, value: str) -> tuple[Filter, ...]:
    """The filters that lead to the spend of a scope, or of one value of it."""
    return links.narrowed(scope.filters, scope.each, value) if scope.each and value else scope.filters


def spend_url(terms: Terms, days: Days, value: str = "", *, group_by: str = "response_model") -> str:
    """The Spend page with the same days and filters."""
    place = Place(Range(days, ""), filters_of(terms.scope, value), (group_by,), measure=terms.measure)
    return links.spend_url(place)


def burn_chart(terms: Terms, standing: Standing, daily: Mapping[dt.date, Decimal], today: dt.date) -> Chart:
    """What was spent since the period began, day after day, against the amount, and where it leads."""
    days = _days(standing.days)
    points, total = [], Decimal(0)
    for day in (day for day in days if day <= today):
        total += daily.get(day, Decimal(0))
        points.append(Point(day, SPENT, total))
    if standing.forecast and today < days[-1]:
        points += _line(today, total, days[-1], standing.forecast.expected)
    amount = Target(f"Budget {amount_text(terms.measure, standing.amount)}", standing.amount)
    return time_series(
        "burn",
        "Spent since the period began",
        unit(terms.measure),
        points,
        interval="day",
        buckets=days,
        targets=[amount],
        kind="line",
        adds_up=False,
    )


def history_chart(terms: Terms, past: Sequence[Standing], now: Standing | None) -> Chart:
    """What each period spent, the oldest first, against the amount."""
    standings = [*reversed(past), *([now] if now else [])]
    return time_series(
        "history",
        f"Spent in each {terms.period.replace('_', ' ')}",
        unit(terms.measure),
        [Point(one.days.start, SPENT, one.spent) for one in standings],
        interval=INTERVALS.get(terms.period, "month"),
        buckets=[one.days.start for one in standings],
        targets=[Target(f"Budget {amount_text(terms.measure, terms.amount)}", terms.amount)],
    )


def _line(first: dt.date, start: Decimal, last: dt.date, end: Decimal) -> list[Point]:
    length = (last - first).days
    return [
        Point(first + dt.timedelta(days=n), EXPECTED, start + (end - start) * n / length)
        for n in range(length + 1)
    ]


def _days(days: Days) -> list[dt.date]:
    return [days.start + dt.timedelta(days=n) for n in range((days.end - days.start).days)]
