"""The Spend page and its CSV."""

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.htmx import render_page
from finops.core.periods import PRESETS, Days, clip, period_end
from finops.core.refusals import teaches
from finops.spend import chart, links, params
from finops.spend.csv_export import csv_lines
from finops.spend.dimensions import DIMENSIONS
from finops.spend.links import Place
from finops.spend.selectors import spend_rows, spend_stream, spend_totals
from finops.spend.types import Filter, Interval, Measures, SpendQuery, SpendRow, Totals

DEFAULT_GROUPS = ("team", "response_model")
MOST_GROUPS, MOST_ROWS = 2, 200


class Cell(NamedTuple):
    """A value of a dimension and the page narrowed to it."""

    value: str | None
    url: str


class Line(NamedTuple):
    """A group as the table shows it."""

    period: dt.date | None
    cells: list[Cell]
    measures: Measures
    charges_url: str
    unpriced_url: str


class Claim(NamedTuple):
    """What nobody claimed in one dimension."""

    label: str
    calls: int
    cost: Decimal | None
    url: str


@require(Capability.VIEW_SPEND)
@teaches
def spend(request: HttpRequest) -> HttpResponse:
    """Who spent what on which model."""
    place, today = _place(request)
    query = _query(place)
    rows, totals = spend_rows(query, limit=MOST_ROWS + 1), spend_totals(query)
    context = {
        "place": place,
        "totals": totals,
        "headings": [DIMENSIONS[name] for name in place.group_by],
        "lines": [_line(row, place) for row in rows[:MOST_ROWS]],
        "truncated": len(rows) > MOST_ROWS,
        "charges_url": links.charges_url(place.range.days, place.filters),
        "unpriced_url": links.charges_url(place.range.days, place.filters, unpriced=True),
        "claims": _claims(totals, place),
        **_chart(place, today),
        **_controls(place),
    }
    return render_page(request, "spend/spend.html", "spend/_spend.html", context)


@require(Capability.VIEW_SPEND)
@teaches
def spend_csv(request: HttpRequest) -> HttpResponse:
    """All groups of the Spend page as a file."""
    place, _ = _place(request)
    query = _query(place)
    lines = csv_lines(query, spend_stream(query))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"spend-{query.days.start}-{query.days.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, response)


def _place(request: HttpRequest) -> tuple[Place, dt.date]:
    given = request.GET
    today = timezone.localdate()
    groups = params.group_by(given, most=MOST_GROUPS) if "group_by" in given else DEFAULT_GROUPS
    filters = params.filters(given, params.PAGE_FILTER)
    return Place(params.page_range(given, today), filters, groups, params.interval(given)), today


def _query(place: Place) -> SpendQuery:
    return SpendQuery(place.range.days, place.group_by, place.interval, place.filters)


def _line(row: SpendRow, place: Place) -> Line:
    filters: tuple[Filter, ...] = place.filters
    cells = []
    for name, value in zip(place.group_by, row.values, strict=True):
        filters = links.narrowed(filters, name, value)
        narrowed = place._replace(filters=links.narrowed(place.filters, name, value))
        cells.append(Cell(value, links.spend_url(narrowed)))
    days = _days_of(row, place)
    return Line(
        row.period,
        cells,
        row.measures,
        links.charges_url(days, filters),
        links.charges_url(days, filters, unpriced=True),
    )


def _days_of(row: SpendRow, place: Place) -> Days:
    if row.period is None or place.interval is None:
        return place.range.days
    return clip(Days(row.period, period_end(row.period, place.interval)), place.range.days)


def _claims(totals: Totals, place: Place) -> list[Claim]:
    return [
        Claim(
            DIMENSIONS[claim.dimension].label.lower(),
            claim.calls,
            claim.known_cost,
            links.charges_url(place.range.days, links.narrowed(place.filters, claim.dimension, None)),
        )
        for claim in totals.unattributed
        if claim.calls
    ]


def _chart(place: Place, today: dt.date) -> dict[str, Any]:
    interval = chart.interval_for(place.range.days, place.interval)
    query = SpendQuery(place.range.days, (), interval, place.filters)
    costs = {row.period: row.measures.cost for row in spend_rows(query) if row.period}
    drawn = chart.bars(costs, place.range.days, interval, today)
    return {
        "bars": [(bar, links.charges_url(bar.days, place.filters)) for bar in drawn],
        "bar_interval": interval,
        "peak": max(costs.values(), default=Decimal(0)),
    }


def _controls(place: Place) -> dict[str, Any]:
    presets = [
        (label, links.spend_url(place._replace(range=params.Range(place.range.days, name))), name)
        for name, label in PRESETS.items()
    ]
    return {
        "presets": presets,
        "dimensions": DIMENSIONS.values(),
        "intervals": list(Interval),
        "groups": [*place.group_by, "", ""][:MOST_GROUPS],
        "kept": links.filter_pairs(place.filters),
        "chips": links.chips(place),
        "csv_url": links.spend_url(place, name="spend_csv"),
        "zone": accounts.time_zone().key,
    }
