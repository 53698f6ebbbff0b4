"""`/api/v1/journeys`, `/api/v1/models` and `/api/v1/customers`."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from ninja import Router

from finops.accounts import selectors as accounts
from finops.accounts.api_auth import visible_projects
from finops.accounts.permissions import Capability, require
from finops.core.api import parameters
from finops.core.periods import FIRST_DAY, Days, instants
from finops.spend import params
from finops.spend.breakdowns.kinds import KINDS, Kind
from finops.spend.breakdowns.sample_query import COLUMNS
from finops.spend.breakdowns.schemas import BreakdownOut, breakdown_out
from finops.spend.breakdowns.selectors import breakdown, details
from finops.spend.breakdowns.types import Question
from finops.spend.comparison import Comparison, compared
from finops.spend.types import Filter

router = Router(tags=["Spend"])
KNOWN = ", ".join(COLUMNS)
GIVEN = {
    "start": "First day (date), in the organisation's time zone. The first of the month when left out.",
    "end": "The day after the last one (date). Tomorrow when left out.",
    "filter": f"filter[dimension]=value; repeat it for any of several values. Dimensions: {KNOWN}.",
    "without": "A dimension without a value: what is unattributed in it. Repeatable.",
}


def endpoint(kind: Kind) -> Callable[[HttpRequest], JsonResponse]:
    """What answers for one kind."""

    def answer(request: HttpRequest) -> JsonResponse:
        params.refuse_unknown(request.GET, GIVEN)
        zone, organisation = accounts.time_zone(), accounts.organisation()
        days = params.api_days(request.GET, today=timezone.now().astimezone(zone).date(), zone=zone)
        fiscal_start = organisation.fiscal_year_start
        before = compared(days, Comparison.PREVIOUS, fiscal_start=fiscal_start) or Days(FIRST_DAY, FIRST_DAY)
        filters = (*params.filters(request.GET, params.API_FILTER, COLUMNS), *_visible(request))
        question = Question(kind, params.Range(days, ""), before, instants(days, zone), filters)
        found = breakdown(question)
        found = found._replace(rows=details(question, found.rows).rows)
        # As it is: a schema would drop the name of a row.
        return JsonResponse(
            breakdown_out(question, found, time_zone=zone.key, currency=organisation.currency)
        )

    answer.__name__ = kind.plural
    answer.__doc__ = f"Cost, runs and latency of each {kind.noun}, beside the days before; the dearest first."
    return answer


def _visible(request: HttpRequest) -> list[Filter]:
    """What narrows it to the project of a key that reads no other."""
    ids = visible_projects(request)
    return [] if ids is None else [Filter("project", tuple(accounts.project_names(ids)))]


for each in KINDS:
    router.get(
        f"/{each.plural}",
        response=BreakdownOut,
        openapi_extra=parameters(GIVEN),
        summary=f"What {each.plural} cost",
    )(require(Capability.VIEW_SPEND)(endpoint(each)))
