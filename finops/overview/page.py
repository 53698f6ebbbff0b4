"""Everything the Overview says of spend, from the cells of two months. Pure. USD."""

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from finops.core.charts import Chart
from finops.core.formatting import DASH, SPACE
from finops.core.periods import Days
from finops.overview import links, sentences
from finops.overview.cells import Beside, Cell, Level, Sum, at_level, by_day, series, total
from finops.overview.changes import changes
from finops.overview.charts import daily_spend
from finops.overview.closer import Closer, whole_of
from finops.overview.months import SPARK_DAYS, Months
from finops.overview.movers import Mover, Movers, Value, movers
from finops.overview.projection import Projection, project
from finops.overview.rise import onset
from finops.overview.sentences import Sentence

TEAMS = (links.TEAM, "Teams", Level.TEAM)
MODELS = (links.MODEL, "Models", Level.MODEL)
JOURNEYS = (links.JOURNEY, "Journeys", Level.JOURNEY)


class DayCosts(NamedTuple):
    """What a day of a month cost on average, and the dearest one."""

    mean: Decimal
    dearest: dt.date
    most: Decimal


class Table(NamedTuple):
    """Movers of one dimension with the addresses of their numbers."""

    dimension: str
    title: str
    lines: list[tuple[Mover, str, str]]  # with spend of this month and of last
    others: Mover | None
    other_count: int
    url: str


class Page(NamedTuple):
    """What the Overview says of spend."""

    months: Months
    month: Sum
    whole: Beside
    headline: list[Sentence]
    projection: Projection | None
    days: DayCosts | None  # of a month that is over
    attributed: Sum
    teams: Table
    models: Table
    journeys: Table
    changes: list[Sentence]
    chart: Chart


def tell(cells: list[Cell], look: Closer, months: Months, first_day: dt.date) -> Page:
    """The whole page; `first_day` is the first with spend."""
    totals, teams = at_level(cells, Level.TOTAL), at_level(cells, Level.TEAM)
    whole = whole_of(cells, months)
    daily = by_day(totals)
    found = changes(cells, look.days, months, first_day, whole)
    return Page(
        months=months,
        month=total(totals, months.this),
        whole=whole,
        headline=_headline(total(totals, months.this), whole, look, months, first_day),
        projection=_projection(daily, months, first_day),
        days=day_costs(daily, months, first_day),
        attributed=total((cell for cell in teams if cell.team is not None), months.this),
        teams=_table(cells, months, whole, *TEAMS, lambda cell: cell.team),
        models=_table(cells, months, whole, *MODELS, lambda cell: cell.model),
        journeys=_table(cells, months, whole, *JOURNEYS, lambda cell: cell.journey),
        changes=[sentences.changed(change, months) for change in found],
        chart=daily_spend(cells, months, found),
    )


def day_costs(daily: Mapping[dt.date, Decimal], months: Months, first_day: dt.date) -> DayCosts | None:
    """The days of a month that is over, from the first with spend on; None without a cost."""
    known = Days(max(first_day, months.this.start), months.this.end)
    costs = series(daily, known)
    if not months.is_over or not any(costs):
        return None
    dearest = max(range(len(costs)), key=lambda place: costs[place])
    mean = sum(costs, Decimal(0)) / len(costs)
    return DayCosts(mean, known.start + dt.timedelta(days=dearest), costs[dearest])


def _projection(daily: Mapping[dt.date, Decimal], months: Months, first_day: dt.date) -> Projection | None:
    if months.is_over:
        return None
    month = Days(months.this.start, months.end)
    return project(daily, first_day=first_day, now=months.now, month=month)


def share_of(part: Decimal | int, whole: Decimal | int) -> str:
    """Percent to one digit, rounded down: 100 % is said only of all of it."""
    if not whole:
        return DASH
    percent = (Decimal(part) / Decimal(whole) * 100).quantize(Decimal("0.1"), ROUND_FLOOR)
    return f"{percent.normalize():f}{SPACE}%"


def _headline(month: Sum, whole: Beside, look: Closer, months: Months, first_day: dt.date) -> list[Sentence]:
    found = [sentences.spent(months, month, whole)]
    if (rise := look.rise) is not None:
        costs = by_day(cell for cell in look.days if cell.pair == rise.pair)
        complete = Days(months.shown.start, months.today)
        since = max(first_day, months.last.start)
        began = onset(costs, complete, rise.difference, known_since=since)
        found.append(sentences.explained(months, rise, began))
    return found


def _table(
    cells: list[Cell], months: Months, whole: Beside, dimension: str, title: str, level: Level, value: Value
) -> Table:
    shown, days = months.shown, months.counterpart
    past = Days(months.today - SPARK_DAYS, months.today)
    found: Movers = movers(at_level(cells, level), months, value, past, whole)
    lines = [
        (
            line,
            links.value(shown, dimension, line.name),
            links.value(days, dimension, line.name) if days else "",
        )
        for line in found.lines
    ]
    url = links.spend(shown, (dimension,))
    return Table(dimension, title, lines, found.others, found.other_count, url)
