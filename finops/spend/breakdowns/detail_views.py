"""One journey, model or customer: what it costs, what it is made of, what changed."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.charts import Chart, Unit, time_series
from finops.core.refusals import teaches
from finops.spend import links
from finops.spend.breakdowns import addresses, over_time, selectors
from finops.spend.breakdowns.kinds import CUSTOMERS, JOURNEYS, KINDS, MODELS, Kind
from finops.spend.breakdowns.parts import MOST_LINES, UNATTRIBUTED, Part, mover, parts, points
from finops.spend.breakdowns.prices import prices_in_use
from finops.spend.breakdowns.questions import question, value_of
from finops.spend.breakdowns.types import Question, Row, TopRun
from finops.spend.links import Place
from finops.spend.price_notes import price_notes

View = Callable[[HttpRequest], HttpResponse]
OWN_PAGES = {kind.dimension: kind for kind in KINDS}


class PartLine(NamedTuple):
    """A part and where it leads: to its own page when there is one, to Spend otherwise."""

    part: Part
    url: str


class PartTable(NamedTuple):
    """All parts in one dimension."""

    dimension: str
    label: str
    lines: list[PartLine]
    hidden: int  # how many more there are
    url: str
    parts: list[Part]


def detail_view(kind: Kind) -> View:
    """The page of one of a kind."""

    @require_safe
    @require(Capability.VIEW_SPEND)
    @teaches
    def shown(request: HttpRequest) -> HttpResponse:
        today, given = timezone.localdate(), request.GET
        asked = question(kind, given, today, accounts.time_zone(), accounts.fiscal_year_start())
        value = value_of(asked)
        row = selectors.one(asked, value)
        tables = [_table(asked, value, dimension) for dimension in kind.parts]
        runs = selectors.top_runs(asked)
        context = {
            "kind": kind,
            "asked": asked,
            "value": value,
            "name": UNATTRIBUTED if value is None else value,
            "row": row,
            "tables": tables,
            "chart": _chart(asked, tables[0], today),
            "dearest": _ranked(runs, "by_cost"),
            "longest": _ranked(runs, "by_duration"),
            "prices": prices_in_use(asked) if kind is MODELS else [],
            **_told(row, tables[0]),
            **_controls(request, asked, value),
        }
        return render(request, "breakdowns/detail.html", context)

    return shown


def _told(row: Row, table: PartTable) -> dict[str, Any]:
    moved = mover(table.parts, row.difference) if row.difference else None
    mover_url = next((line.url for line in table.lines if line.part == moved), table.url)
    return {"mover": moved, "mover_url": mover_url}


def _controls(request: HttpRequest, asked: Question, value: str | None) -> dict[str, Any]:
    given, kind = request.GET, asked.kind
    return {
        "crumbs": [{"href": addresses.list_url(asked), "label": kind.title}],
        "picker": addresses.picker(given, asked),
        "chips": addresses.chips(given, asked, fixed=kind.dimension),
        "spend_url": addresses.spend_url(asked, value),
        "charges_url": addresses.charges_url(asked, value),
        "unpriced_url": addresses.charges_url(asked, value, unpriced=True),
        "traces_url": addresses.traces_url(asked, value),
        "zone": accounts.time_zone().key,
    }


def _table(asked: Question, value: str | None, dimension: str) -> PartTable:
    now = selectors.parts(asked, dimension, asked.days)
    found = parts(now, selectors.parts(asked, dimension, asked.before) if asked.compares else [])
    lines = [PartLine(part, _part_url(asked, dimension, part.value)) for part in found[:MOST_LINES]]
    url = addresses.spend_url(asked, value, dimension)
    return PartTable(dimension, links.label_of(dimension), lines, len(found) - len(lines), url, found)


def _part_url(asked: Question, dimension: str, value: str | None) -> str:
    if dimension in OWN_PAGES:
        return addresses.detail_url(asked._replace(kind=OWN_PAGES[dimension], filters=()), value)
    filters = links.narrowed(asked.filters, dimension, value)
    return links.spend_url(
        Place(asked.range, filters, (asked.kind.dimension, dimension), compare=asked.compare)
    )


def _chart(asked: Question, table: PartTable, today: dt.date) -> Chart:
    interval = over_time.interval_for(asked.days)
    found = selectors.part_costs(asked, table.dimension, interval)
    periods = over_time.starts(asked.days, interval)
    current = max((start for start in periods if start <= today), default=None)
    urls = {line.part.value or UNATTRIBUTED: line.url for line in table.lines}
    return time_series(
        "cost",
        f"Cost a {interval} by {table.label.lower()}",
        Unit.USD,
        points(found, [part.value for part in table.parts]),
        interval=interval,
        buckets=periods,
        notes=price_notes(Place(asked.range, asked.filters), periods),
        incomplete_from=current if current and asked.days.end > today else None,
        href=lambda name: urls.get(name, table.url),
    )


def _ranked(runs: list[TopRun], place: str) -> list[TopRun]:
    found = [run for run in runs if getattr(run, place) <= selectors.MOST_TOP]
    return sorted(found, key=lambda run: int(getattr(run, place)))


journey, model, customer = detail_view(JOURNEYS), detail_view(MODELS), detail_view(CUSTOMERS)
