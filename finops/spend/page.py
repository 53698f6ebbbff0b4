"""What the Spend page shows, from its address."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict

from finops.accounts import selectors as accounts
from finops.core.date_range import date_range, spelled
from finops.core.tables import Column, Table, shown_pairs, table
from finops.spend import lines, links, params
from finops.spend.comparison import COMPARISONS
from finops.spend.dimensions import Dimension, dimension, label_of, offered_dimensions
from finops.spend.drawing import spend_chart
from finops.spend.group_pages import PAGE, GroupPage, group_page, groups_before
from finops.spend.links import Place
from finops.spend.reporting import reported
from finops.spend.row_order import ranks
from finops.spend.selectors import only, spend_rows, spend_sums, spend_totals
from finops.spend.types import Interval, Measure, Order, SpendQuery, SpendRow

DEFAULT_GROUPS = ("team", "response_model")
MOST_GROUPS = 2
NUMBERS = (
    Column("calls", "Calls", numeric=True, sortable=True),
    Column("input", "Input", numeric=True, sortable=True, optional=True),
    Column("cached", "of it cached", numeric=True, sortable=True, optional=True, shown=False),
    Column("output", "Output", numeric=True, sortable=True, optional=True),
    Column("cost", "Cost, USD", numeric=True, sortable=True),
    Column("share", "Share", numeric=True, optional=True),
)
CHANGES = (
    Column("before", "Before", numeric=True, optional=True),
    Column("change", "Change", numeric=True),
)


def place_of(given: QueryDict, today: dt.date) -> Place:
    """What an address asks for. Anything it cannot mean is refused."""
    groups = params.group_by(given, most=MOST_GROUPS) if "group_by" in given else DEFAULT_GROUPS
    place = Place(
        params.page_range(given, today, accounts.fiscal_year_start()),
        params.filters(given, params.PAGE_FILTER),
        groups,
        params.interval(given),
        params.measure(given),
        params.comparison(given),
    )
    asked = table_of(given, place)
    sort = f"{'-' * asked.descending}{asked.sort}" if given.get("sort") else ""
    return place._replace(sort=sort, shown=tuple(shown_pairs(given)))


def query_of(place: Place) -> SpendQuery:
    """The question of a place."""
    return SpendQuery(place.range.days, place.group_by, place.interval, place.filters)


def table_of(given: QueryDict, place: Place) -> Table:
    """The columns of its table, and the order."""
    period = (Column("period", place.interval.capitalize(), sortable=True),) if place.interval else ()
    groups = tuple(Column(name, label_of(name), sortable=True) for name in place.group_by)
    changes = CHANGES if compares_rows(place) else ()
    first = "-period" if place.interval else "-calls" if place.measure == Measure.CALLS else "-cost"
    elsewhere = [column.name for column in CHANGES if column.optional]
    return table(given, (*period, *groups, *NUMBERS, *changes), sort=first, elsewhere=elsewhere)


def compares_rows(place: Place) -> bool:
    """Whether each group stands beside itself before; periods of a table stand beside each other already."""
    return place.interval is None and place.compared_days is not None


def context(given: QueryDict, today: dt.date, *, draws: bool = True) -> dict[str, Any]:
    """Everything the template needs; the chart only where it `draws`."""
    place = place_of(given, today)
    shown, query = table_of(given, place), query_of(place)
    before, order = groups_before(given), Order(shown.sort, shown.descending)
    found = spend_rows(query, limit=PAGE + 1, order=order, offset=before)
    page = group_page(given, found, before)
    ranked = order == Order(place.measure) and not before and not place.interval and len(place.group_by) == 1
    totals, days = spend_totals(query), place.range.days
    return {
        "place": place,
        "table": shown,
        "totals": totals,
        "whole": totals.measures.of(place.measure),
        "page": page,
        "lines": _in_every_order(_lines(page.rows, place, query), page, shown, query),
        "picker": date_range(given, *place.range, comparisons=COMPARISONS, comparison=place.compare),
        "reported": reported(query),
        "charges_url": links.charges_url(days, place.filters),
        "unpriced_url": links.charges_url(days, place.filters, unpriced=True),
        "claims": lines.claims(totals, place),
        "chart": spend_chart(place, today, found if ranked else None) if draws else None,
        **_before(place, query),
        **_controls(place),
    }


def _lines(rows: Sequence[SpendRow], place: Place, query: SpendQuery) -> list[lines.Line]:
    if not compares_rows(place):
        return [lines.line(row, place, None) for row in rows]
    before = query._replace(days=place.compared_days or place.range.days, of=place.measure)
    if rows and query.group_by:  # a dimension may have many more values than are shown
        before = only(before, query.group_by[0], [row.values[0] for row in rows])
    earlier = {row.values: row.measures.of(place.measure) for row in spend_rows(before)}
    return [lines.line(row, place, earlier.get(row.values)) for row in rows]


def _in_every_order(
    shown: list[lines.Line], page: GroupPage, look: Table, query: SpendQuery
) -> list[lines.Line]:
    """The lines with their places in each order, where the page holds all of them."""
    if not page.is_whole:
        return shown
    places = ranks(page.rows, look, query)
    return [line._replace(ranks=each) for line, each in zip(shown, places, strict=True)]


def _before(place: Place, query: SpendQuery) -> dict[str, Any]:
    days = place.compared_days
    if days is None:
        return {}
    before = spend_sums(query._replace(days=days, of=place.measure))
    known = before.calls or before.errors
    return {
        "before": before.of(place.measure) if known else None,
        "before_label": spelled(days),
        "before_url": links.spend_url(place._replace(range=params.Range(days, ""))),
    }


def _controls(place: Place) -> dict[str, Any]:
    kept = links.range_pairs(place.range) + links.filter_pairs(place.filters)
    kept += links.compare_pairs(place.compare)
    kept += [*([("sort", place.sort)] if place.sort else []), *place.shown]
    return {
        "dimensions": _choices(place),
        "intervals": list(Interval),
        "choices": list(Measure),
        "groups": [*place.group_by, "", ""][:MOST_GROUPS],
        "kept": kept,
        "chips": links.chips(place),
        "clear_url": links.spend_url(place._replace(filters=())),
        "query": urlsplit(links.spend_url(place)).query,
        "csv_url": links.spend_url(place, name="spend_csv"),
        "zone": accounts.time_zone().key,
    }


def _choices(place: Place) -> list[Dimension]:
    """What can be chosen to group by: an archived dimension only where it is chosen already."""
    offered = offered_dimensions()
    chosen = [dimension("group_by", name) for name in place.group_by if name not in offered]
    return [*offered.values(), *chosen]
