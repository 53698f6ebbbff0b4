"""The Metrics pages: a list of metrics, one of them over time, and its file."""

import datetime as dt
from typing import NamedTuple, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core import viewer
from finops.core.date_range import RANGE, asked_days, date_range
from finops.core.periods import Days, through
from finops.core.refusals import teaches
from finops.metrics import group_rows, links, list_page, measures, params, selectors
from finops.metrics.chart import metric_chart
from finops.metrics.csv_export import csv_lines
from finops.metrics.exemplars import exemplars
from finops.metrics.explored import Explored, Group, explore
from finops.metrics.grouping import UNSTATED
from finops.metrics.links import Place
from finops.metrics.meaning import InSpend
from finops.metrics.params import Question
from finops.metrics.types import CURSOR, Kind, Metric

PAGE = 50
LAST_DAY = "Last 24 hours"  # where no days are asked for: the morning of today would be empty
EXEMPLARY = (Kind.COUNTER, Kind.HISTOGRAM, Kind.EXPONENTIAL)  # types that carry examples
FILTERS = 4  # that have a field of their own


class Field(NamedTuple):
    """A filter: its parameter, its label, and its values with whether they are chosen."""

    name: str
    label: str
    options: list[tuple[str, bool]]


@require(Capability.VIEW_METRICS)
@teaches
def metrics(request: HttpRequest) -> HttpResponse:
    """Which metrics arrive, from where, and what they mean."""
    query = params.names_query(request.GET, limit=PAGE)
    page = selectors.metric_page(query, now=timezone.now())
    given = request.GET.copy()
    if page.next:
        given["cursor"] = CURSOR.encode(page.next)
    context = {
        "query": query,
        "lines": [list_page.line(row) for row in page.rows],
        "next_url": f"?{given.urlencode()}" if page.next else "",
        "is_asked": bool(query.text or query.service or query.after),
        "ways": list_page.ways(_receiver(request)),
        "now": timezone.now(),
    }
    return render(request, "metrics/metrics.html", context)


@require(Capability.VIEW_METRICS)
@teaches
def metric(request: HttpRequest) -> HttpResponse:
    """One metric over time, by service or any attribute of its series."""
    given, now = request.GET, timezone.now()
    found, variants = _metric(given)
    days, named = _asked_days(given, now)
    question = params.question(given)
    place = Place(found, question, links.range_pairs(given))
    explored = explore(found, question, days, accounts.time_zone(), now)
    by = params.label(question.group_by) if question.group_by else ""
    context = {
        "explored": explored,
        "place": place,
        "by": by,
        "chart": metric_chart(explored, by, now, viewer.zone(), lambda name: _narrowing(place, name)),
        "rows": [_row(explored, group, place) for group in explored.groups],
        "columns": group_rows.columns(explored),
        "choices": _fields(explored, question),
        "offered": measures.MEASURES[found.kind],
        "variants": [(one, links.metric_url(one)) for one in variants] if len(variants) > 1 else [],
        "picker": date_range(given, days, named, accounts.fiscal_year_start(), all_days=LAST_DAY),
        "chips": place.chips,
        "clear_url": place._replace(question=question._replace(filters={})).url(),
        "csv_url": place.url("metric_csv"),
        "kept": [*links.metric_pairs(found), *place.range_pairs],
        "silent": _silent(explored, days or _last_days(now)),
        "examples": [
            (one, group_rows.value_text(explored, one.value))
            for one in exemplars(explored.series, explored.axis)
        ]
        if found.kind in EXEMPLARY
        else [],
    }
    return render(request, "metrics/metric.html", context)


@require(Capability.VIEW_METRICS)
@teaches
def metric_csv(request: HttpRequest) -> HttpResponse:
    """The groups of a metric over time as a file."""
    given, now = request.GET, timezone.now()
    found, _ = _metric(given)
    days, _ = _asked_days(given, now)
    question = params.question(given)
    explored = explore(found, question, days, accounts.time_zone(), now)
    by = params.label(question.group_by) if question.group_by else ""
    answer = StreamingHttpResponse(csv_lines(explored, by), content_type="text/csv; charset=utf-8")
    named = days or _last_days(now)
    answer["Content-Disposition"] = f'attachment; filename="metric-{named.start}-{named.last}.csv"'
    return cast(HttpResponse, answer)


def _asked_days(given: QueryDict, now: dt.datetime) -> tuple[Days | None, str]:
    """The days of an address and what they are called; None: the last 24 hours."""
    if not any(given.get(name) for name in RANGE):
        return None, ""
    return asked_days(given, timezone.localdate(now), accounts.fiscal_year_start(), default="today")


def _last_days(now: dt.datetime) -> Days:
    """The days that the last 24 hours lie in."""
    today = timezone.localdate(now)
    return through(today - dt.timedelta(days=1), today)


def _metric(given: QueryDict) -> tuple[Metric, list[Metric]]:
    variants = selectors.variants(params.metric_name(given))
    if not variants:
        raise Http404
    return params.chosen(given, variants), variants


def _row(explored: Explored, group: Group, place: Place) -> group_rows.GroupRow:
    href = (
        _narrowing(place, group.name)
        if group_rows.can_narrow(group, place.question.group_by, UNSTATED)
        else ""
    )
    return group_rows.GroupRow(group.name, href, group.series, group_rows.cells(explored, group))


def _narrowing(place: Place, name: str) -> str:
    return place.narrowed(place.question.group_by, name).url() if place.question.group_by else place.url()


def _fields(explored: Explored, question: Question) -> list[Field]:
    """Filters one can choose, of what the series differ in."""
    differing = [choice for choice in explored.choices if len(choice.values) > 1]
    return [
        Field(
            choice.name,
            choice.label,
            [(value, value in question.filters.get(choice.name, ())) for value in choice.values],
        )
        for choice in differing[:FILTERS]
    ]


def _receiver(request: HttpRequest) -> str:
    """Where the receiver is: on the host this page was asked from, at its own port."""
    web = request.build_absolute_uri("/").rstrip("/")
    host = web.rsplit(":", 1)[0] if request.get_port() in web else web
    return f"{host}:{settings.OTLP_HTTP_PORT}"


def _silent(explored: Explored, days: Days) -> list[str]:
    """Services that count calls in this metric and have none in the ledger."""
    if explored.meaning is None or explored.meaning.in_spend is not InSpend.REPEATS:
        return []
    return selectors.services_without_calls([*{one.service for one in explored.series if one.service}], days)
