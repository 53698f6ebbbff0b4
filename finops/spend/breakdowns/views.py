"""The lists of journeys, models and customers, and their CSV."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core import formatting
from finops.core.parameters import BadParameter
from finops.core.refusals import teaches
from finops.core.tables import Column, Table, table
from finops.spend import links
from finops.spend.breakdowns import addresses, over_time, selectors
from finops.spend.breakdowns.cells import Line, cells_of
from finops.spend.breakdowns.csv_lines import csv_lines
from finops.spend.breakdowns.kinds import CUSTOMERS, JOURNEYS, MODELS, Kind
from finops.spend.breakdowns.questions import question
from finops.spend.breakdowns.rows import ranks
from finops.spend.breakdowns.run_query import MOST_VALUES
from finops.spend.breakdowns.types import Breakdown, Question, Row

View = Callable[[HttpRequest], HttpResponse]
DEFAULT_SORT = "-cost"
CHANGE = (Column("change", "Change", numeric=True, sortable=True, optional=True),)
FIRST_TOKEN = (
    Column("first_median", "First token p50", numeric=True, sortable=True, optional=True, shown=False),
    Column("first_p95", "First token p95", numeric=True, sortable=True, optional=True, shown=False),
)


def columns(kind: Kind, *, compares: bool = True) -> list[Column]:
    """The columns of a list; what changed only where it `compares`."""
    latency = "Call" if kind.measures_calls else "Run"
    return [
        Column("name", kind.noun.capitalize(), sortable=True),
        Column("trend", "Trend", optional=True),
        Column("cost", "Cost, USD", numeric=True, sortable=True),
        *(CHANGE if compares else ()),
        Column("runs", "Runs", numeric=True, sortable=True, optional=True),
        Column("run_cost", "USD a run", numeric=True, sortable=True, optional=True),
        Column("calls", "Calls", numeric=True, sortable=True, optional=True),
        Column("input", "Input tokens", numeric=True, sortable=True, optional=True, shown=False),
        Column("cache_read", "Cache reads", numeric=True, sortable=True, optional=True, shown=False),
        Column("cache_write", "Cache writes", numeric=True, sortable=True, optional=True, shown=False),
        Column("output", "Output tokens", numeric=True, sortable=True, optional=True, shown=False),
        Column("reasoning", "Reasoning", numeric=True, sortable=True, optional=True, shown=False),
        Column("cached", "Cached", numeric=True, sortable=True, optional=True),
        Column("failed", "Failed", numeric=True, sortable=True, optional=True),
        Column("median", f"{latency} p50", numeric=True, sortable=True, optional=True, shown=False),
        Column("p95", f"{latency} p95", numeric=True, sortable=True, optional=True),
        Column("p99", f"{latency} p99", numeric=True, sortable=True, optional=True, shown=False),
        *(FIRST_TOKEN if kind.measures_calls else ()),
        Column("links", "See also", optional=True, shown=False),
    ]


def list_view(kind: Kind) -> View:
    """The page of one kind."""

    @require_safe
    @require(Capability.VIEW_SPEND)
    @teaches
    def shown(request: HttpRequest) -> HttpResponse:
        asked, given = _asked(kind, request), request.GET
        look = _look(asked, given)
        found = selectors.breakdown(asked, look=look)
        part = selectors.breakdown_page(asked, found, look, given.get("cursor", ""))
        rows = part.told.rows
        whole = len(rows) == len(found.rows)
        places = ranks(rows, found.rows, look.columns) if whole else [""] * len(rows)
        context = {
            "kind": kind,
            "asked": asked,
            "found": found,
            "told": part.told,
            "table": look,
            "whole": whole,
            "lines": list(zip(_lines(asked, rows, look, all_rows=whole), places, strict=True)),
            "next_url": addresses.keeping(given, ("cursor",), cursor=part.next) if part.next else "",
            "first_url": addresses.keeping(given, ("cursor",)) if given.get("cursor") else "",
            "picker": addresses.picker(given, asked),
            "chips": addresses.chips(given, asked),
            "zone": accounts.time_zone().key,
            "caption": _caption(kind, found),
            "csv_url": links.address(kind.csv_page, list(_pairs(request))),
            "spend_url": links.spend_url(
                links.Place(asked.range, asked.filters, (kind.dimension,), compare=asked.compare)
            ),
            "unclaimed_url": addresses.detail_url(asked, None),
            "unclaimed": next((one for one in found.rows if one.value is None), None),
        }
        return render(request, "breakdowns/list.html", context)

    return shown


def csv_view(kind: Kind) -> View:
    """The rows of one kind as a file."""

    @require_safe
    @require(Capability.VIEW_SPEND)
    @teaches
    def file(request: HttpRequest) -> HttpResponse:
        asked = _asked(kind, request)
        found = selectors.breakdown(asked, most=MOST_VALUES)
        if found.cut:
            problem = f"there are more than {formatting.count(MOST_VALUES)} {kind.plural}."
            raise BadParameter(
                "range", f"{problem} Choose fewer days, or take the file of Spend, which has no end."
            )
        lines = csv_lines(kind, selectors.details(asked, found.rows).rows)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        name = f"{kind.plural}-{asked.days.start}-{asked.days.last}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return cast(HttpResponse, response)

    return file


def _look(asked: Question, given: QueryDict) -> Table:
    """How the list is shown. Who compares with nothing may have sorted by the change before."""
    names = [column.name for column in CHANGE]
    if not asked.compares and given.get("sort", "").removeprefix("-") in names:
        given = given.copy()
        del given["sort"]
    return table(given, columns(asked.kind, compares=asked.compares), sort=DEFAULT_SORT, elsewhere=names)


def _asked(kind: Kind, request: HttpRequest) -> Question:
    zone, fiscal_start = accounts.time_zone(), accounts.fiscal_year_start()
    return question(kind, request.GET, timezone.localdate(), zone, fiscal_start)


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _lines(asked: Question, rows: list[Row], look: Table, *, all_rows: bool) -> list[SafeString]:
    interval = over_time.interval_for(asked.days)
    periods = over_time.starts(asked.days, interval)
    values = [row.value for row in rows] if "trend" in look.columns else []
    costs = selectors.costs_over_time(asked, values, interval, all_values=all_rows)
    return [
        cells_of(Line(row, over_time.trend(costs, row.value, periods) if values else [], asked), look.columns)
        for row in rows
    ]


def _caption(kind: Kind, found: Breakdown) -> str:
    named = sum(row.value is not None for row in found.rows)
    if found.cut:
        return f"The dearest {formatting.count(len(found.rows))} {kind.plural}; the total holds all of them"
    return formatting.counted(named, kind.noun, kind.plural)


journeys, models, customers = list_view(JOURNEYS), list_view(MODELS), list_view(CUSTOMERS)
journeys_csv, models_csv, customers_csv = csv_view(JOURNEYS), csv_view(MODELS), csv_view(CUSTOMERS)
