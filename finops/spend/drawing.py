"""The chart of the Spend page: reads what it shows, at most ten series."""

import datetime as dt
from collections.abc import Sequence

from finops.core.charts import OTHER, Chart, Point, time_series
from finops.core.charts.colours import UNATTRIBUTED
from finops.core.date_range import spelled
from finops.spend import chart, links
from finops.spend.dimensions import label_of
from finops.spend.happenings import happenings
from finops.spend.links import Place
from finops.spend.price_notes import price_notes
from finops.spend.selectors import only, spend_rows
from finops.spend.types import Interval, Order, SpendQuery, SpendRow

TOP = 9
CHART_ID = "spend-chart"


def spend_chart(place: Place, today: dt.date, ranked: Sequence[SpendRow] | None) -> Chart:
    """The measure over time by the first dimension: the nine largest and the rest.

    `ranked` are the largest groups of that dimension alone, where they are known already.
    """
    days = place.range.days
    interval = chart.interval_for(days, place.interval)
    shown = chart.periods(days, interval)
    wholes = spend_rows(SpendQuery(days, (), interval, place.filters, of=place.measure))
    if place.group_by:
        points = chart.points(_parts(place, interval, ranked), wholes, place.measure, shown)
    else:
        points = chart.alone(wholes, place.measure, shown)
    by = f" by {label_of(place.group_by[0]).lower()}" if place.group_by else ""
    return time_series(
        CHART_ID,
        f"{place.measure.capitalize()}{by}, each {interval}",
        chart.UNITS[place.measure],
        points,
        interval=interval,
        buckets=shown,
        comparison=_comparison(place, interval, shown),
        notes=[*price_notes(place, shown), *happenings(place, shown)],
        incomplete_from=today,
        href=lambda name: _address(place, name),
    )


def _parts(place: Place, interval: Interval, ranked: Sequence[SpendRow] | None) -> list[SpendRow]:
    first = place.group_by[:1]
    query = SpendQuery(place.range.days, first, None, place.filters, of=place.measure)
    if ranked is None:
        ranked = spend_rows(query, limit=TOP, order=Order(place.measure))
    largest = [row.values[0] for row in ranked[:TOP]]
    if not largest:
        return []
    return spend_rows(only(query, first[0], largest)._replace(interval=interval))


def _comparison(place: Place, interval: Interval, shown: list[dt.date]) -> list[Point]:
    before = place.compared_days
    if before is None:
        return []
    rows = spend_rows(SpendQuery(before, (), interval, place.filters, of=place.measure))
    found = chart.amounts(rows, place.measure)
    return chart.compared(found, chart.periods(before, interval), shown, spelled(before)) if rows else []


def _address(place: Place, name: str) -> str:
    if not name or name == OTHER:
        return links.spend_url(place)
    value = None if name == UNATTRIBUTED else name
    return links.spend_url(place._replace(filters=links.narrowed(place.filters, place.group_by[0], value)))
