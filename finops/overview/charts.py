"""Daily spend by team with last month as a line. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from finops.core.charts import OTHER, Chart, Note, Point, Unit, time_series
from finops.core.charts.colours import UNATTRIBUTED
from finops.core.periods import Days
from finops.overview import links
from finops.overview.cells import Cell, Level, at_level, by_day, series
from finops.overview.changes import Change, Kind
from finops.overview.months import Months

MOST_TEAMS = 9  # as many as there are colours, but for one


def daily_spend(cells: Sequence[Cell], months: Months, found: Sequence[Change]) -> Chart:
    """Every day of this month, those to come left empty. USD."""
    month = Days(months.this.start, months.end)
    daily = by_day(at_level(cells, Level.TOTAL))
    return time_series(
        "daily-spend",
        f"Daily spend by team, {months.name}",
        Unit.USD,
        _points(cells, months, daily),
        interval="day",
        buckets=[month.start + dt.timedelta(days=n) for n in range((month.end - month.start).days)],
        comparison=_last_month(daily, months),
        notes=[_note(change) for change in found if change.kind == Kind.SPIKE and change.day],
        incomplete_from=None if months.is_over else months.today,
        href=lambda name: _href(name, months.this),
    )


def _points(cells: Sequence[Cell], months: Months, daily: Mapping[dt.date, Decimal]) -> list[Point]:
    teams: dict[str, dict[dt.date, Decimal]] = defaultdict(dict)
    for cell in at_level(cells, Level.TEAM):
        if not cell.partial and cell.day >= months.this.start and cell.cost:
            costs = teams[UNATTRIBUTED if cell.team is None else cell.team]
            costs[cell.day] = costs.get(cell.day, Decimal(0)) + cell.cost
    dearest = sorted(teams, key=lambda name: (-sum(teams[name].values()), name))[:MOST_TEAMS]
    points = [Point(day, name, cost) for name in dearest for day, cost in teams[name].items()]
    for day, cost in zip(_days(months.this), series(daily, months.this), strict=True):
        rest = cost - sum((teams[name].get(day, Decimal(0)) for name in dearest), Decimal(0))
        points += [Point(day, OTHER, rest)] if rest else []
    return points


def _last_month(daily: Mapping[dt.date, Decimal], months: Months) -> list[Point]:
    """Its days under the same days of this month, from the first that is known."""
    first = min((day for day in daily if day < months.this.start), default=None)
    if first is None:
        return []
    ahead = (months.end - months.this.start).days
    known = zip(_days(months.last), series(daily, months.last), strict=True)
    return [
        Point(months.this.start.replace(day=day.day), f"{day:%B}", cost)
        for day, cost in known
        if day >= first and day.day <= ahead
    ]


def _note(change: Change) -> Note:
    assert change.day
    return Note(change.day, f"{change.now / change.usual:.1f} times a usual {change.day:%A}")


def _href(name: str, days: Days) -> str:
    if name == OTHER:
        return links.spend(days, (links.TEAM,))
    return links.team(days, None if name == UNATTRIBUTED else name)


def _days(days: Days) -> list[dt.date]:
    return [days.start + dt.timedelta(days=n) for n in range((days.end - days.start).days)]
