"""`/api/v1/metrics`."""

from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from ninja import Router

from finops.accounts import selectors as accounts
from finops.accounts.api_auth import visible_projects
from finops.accounts.permissions import Capability, require
from finops.core.api import parameters
from finops.core.periods import Days
from finops.metrics import grouping, params, selectors
from finops.metrics.explored import explore
from finops.metrics.schemas import (
    MetricsOut,
    PointsOut,
    SeriesListOut,
    metric_out,
    named,
    points_out,
    series_out,
)
from finops.metrics.types import CURSOR, Kind, Metric
from finops.spend import params as common

router = Router(tags=["Metrics"])
MOST = 200
LIST = {
    "q": "A part of the name.",
    "service": "Only metrics of this service.",
    "cursor": "`next` of the page before.",
    "limit": f"1 to {MOST}, 50 when left out.",
}
ONE = {
    "name": "The name of the metric.",
    "kind": f"Where several metrics have the name: {', '.join(Kind)}.",
    "unit": "The same for units.",
    "service": "Only series of this service. Repeatable.",
    "attribute": "attribute[key]=value: only series with this attribute. Repeatable.",
}
OVER_TIME = {
    **ONE,
    "start": "From this date on; the last 24 hours when left out.",
    "end": "Up to, not including, this date.",
    "group_by": "service or attribute[key]; all series together when left out.",
}


@router.get("/metrics", response=MetricsOut, openapi_extra=parameters(LIST), summary="Metrics that arrive")
@require(Capability.VIEW_METRICS)
def metrics(request: HttpRequest) -> dict[str, Any]:
    """Metrics in the order of their names, from the projects that the caller may see."""
    given = request.GET
    common.refuse_unknown(given, LIST)
    query = params.names_query(given, limit=common.limit(given, default=50, maximum=MOST))
    page = selectors.metric_page(query._replace(project_ids=visible_projects(request)), now=timezone.now())
    next_page = CURSOR.encode(page.next) if page.next else None
    return {"items": [metric_out(row) for row in page.rows], "next": next_page}


@router.get(
    "/metrics/series", response=SeriesListOut, openapi_extra=parameters(ONE), summary="Series of a metric"
)
@require(Capability.VIEW_METRICS)
def series(request: HttpRequest) -> dict[str, Any]:
    """The newest series of one metric, at most 1,000, with the attributes that tell them apart."""
    given, projects = request.GET, visible_projects(request)
    _refuse_unknown(given, ONE)
    found = _metric(given, projects)
    newest = selectors.series(found, project_ids=projects)
    wanted = grouping.matching(newest[: selectors.MOST_SERIES], params.question(given).filters)
    has_more = len(newest) > selectors.MOST_SERIES
    return {**named(found), "items": [series_out(one) for one in wanted], "has_more": has_more}


@router.get(
    "/metrics/points", response=PointsOut, openapi_extra=parameters(OVER_TIME), summary="A metric over time"
)
@require(Capability.VIEW_METRICS)
def points(request: HttpRequest) -> dict[str, Any]:
    """What one metric measured in each quarter of an hour, hour or day, by group."""
    given, projects = request.GET, visible_projects(request)
    _refuse_unknown(given, OVER_TIME)
    found, question = _metric(given, projects), params.question(given)
    zone = accounts.time_zone()
    return points_out(explore(found, question, _days(given), zone, timezone.now(), projects))


def _days(given: QueryDict) -> Days | None:
    if not given.get("start") and not given.get("end"):
        return None
    return common.api_days(given, today=timezone.localdate(), zone=accounts.time_zone())


def _metric(given: QueryDict, projects: tuple[int, ...] | None) -> Metric:
    variants = selectors.variants(params.metric_name(given), project_ids=projects)
    if not variants:
        raise Http404
    return params.chosen(given, variants)


def _refuse_unknown(given: QueryDict, known: dict[str, str]) -> None:
    """As everywhere, apart from filters: attributes may have any name."""
    common.refuse_unknown(given, [*known, *(name for name in given if params.is_filter(name))])
