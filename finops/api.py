"""The REST API, `/api/v1`: everything the screens know, for programs."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import HttpError

from finops.accounts.api_auth import ApiKeyAuth, signed_in
from finops.anomalies.api import router as anomalies
from finops.budgets.api import router as budgets
from finops.budgets.checks.answers import UNAVAILABLE
from finops.budgets.checks.api import Unavailable
from finops.budgets.checks.api import router as checks
from finops.core.parameters import BadParameter
from finops.ingestion.api import router as ingestion
from finops.metrics.api import router as metrics
from finops.notifications.api import router as alerts
from finops.rules.api import router as rules
from finops.rules.dimension_api import router as dimensions
from finops.slos.api import router as slos
from finops.spend.api import router as spend
from finops.spend.breakdowns.api import router as breakdowns
from finops.traces.api import router as traces

DESCRIPTION = """
Read with a key of scope `read` (its own project) or `admin` (all projects):
`Authorization: Bearer sl_read_…`. Costs are USD as text, exact to the last digit; null means
unknown, never zero. Lists are newest first and page with `cursor`. Errors say what was wrong and
what would have been right.
"""

api = NinjaAPI(
    title="Spanledger",
    version="1",
    description=DESCRIPTION,
    auth=[ApiKeyAuth(), signed_in],
    urls_namespace="api",
)
elsewhere = Router()


@elsewhere.get("/{path:path}", auth=None, include_in_schema=False)
def nowhere(request: HttpRequest, path: str) -> None:
    """An address that does not exist, answered with those that do."""
    raise Http404


# A check has an address that would be read as the number of a budget.
for router in (
    spend,
    breakdowns,
    traces,
    metrics,
    ingestion,
    rules,
    dimensions,
    checks,
    budgets,
    slos,
    anomalies,
    alerts,
    elsewhere,
):
    api.add_router("", router)


def _refuse(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
    response = api.create_response(request, {"error": code, "message": message, **more}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Spanledger"'
    return response


@api.exception_handler(BadParameter)
def bad_parameter(request: HttpRequest, problem: BadParameter) -> HttpResponse:
    """A parameter that cannot be used: which, why, and what would do."""
    more = {"parameter": problem.name, "choices": list(problem.choices)}
    return _refuse(request, 400, "bad_parameter", str(problem), **more)


@api.exception_handler(Unavailable)
def allowed(request: HttpRequest, problem: Unavailable) -> HttpResponse:
    """Whoever asks may go on: budgets cannot be read."""
    return api.create_response(request, UNAVAILABLE, status=200)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, problem: HttpError) -> HttpResponse:
    """Not signed in, or not allowed."""
    codes = {401: "unauthorized", 403: "forbidden"}
    message = problem.message
    if message == "Unauthorized":
        message = "Send an API key: Authorization: Bearer sl_read_… (create one in Settings, Keys)."
    return _refuse(request, problem.status_code, codes.get(problem.status_code, "refused"), message)


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, problem: PermissionDenied) -> HttpResponse:
    """The role or the key has not the capability."""
    return _refuse(request, 403, "forbidden", str(problem))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, problem: Http404) -> HttpResponse:
    """Nothing is there."""
    known = sorted(path for path in api.get_openapi_schema()["paths"])
    return _refuse(request, 404, "not_found", "There is nothing here. See /api/v1/docs.", choices=known)
