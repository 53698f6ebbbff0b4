"""The list of what nobody claims."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.date_range import date_range
from finops.core.parameters import one_of
from finops.core.periods import Days
from finops.core.refusals import teaches
from finops.rules.forms import conditions_of
from finops.rules.unattributed import (
    MOST,
    Unclaimed,
    all_spend,
    can_be_missing,
    can_group,
    rule_for,
    unclaimed,
)
from finops.spend import links, params
from finops.spend.types import Filter


class Line(NamedTuple):
    """One row of the list, its charges, and the form of a rule for it."""

    spend: Unclaimed
    url: str
    rule_url: str


@require_safe
@require(Capability.VIEW_SPEND)
@teaches
def unattributed(request: HttpRequest) -> HttpResponse:
    """Spend without a team (`?dimension=`), by service (`?by=`), the dearest first."""
    dimensions = {one.name: one for one in can_be_missing()}
    groupings = {one.name: one for one in can_group()}
    dimension = one_of("dimension", request.GET.get("dimension") or "team", dimensions)
    by = one_of("by", request.GET.get("by") or "service", groupings)
    fiscal_start = accounts.fiscal_year_start()
    chosen = params.page_range(request.GET, timezone.localdate(), fiscal_start, default="30d")
    found = unclaimed(chosen.days, dimension=dimension, by=by)
    context = {
        "range": chosen,
        "picker": date_range(request.GET, *chosen),
        "lines": [_line(row, chosen.days, dimension, by) for row in found],
        "most": MOST,
        "cost": sum(row.cost for row in found),
        "calls": sum(row.calls for row in found),
        "all": all_spend(chosen.days),
        "dimension": dimensions[dimension],
        "by": groupings[by],
        "dimensions": list(dimensions.values()),
        "groupings": list(groupings.values()),
    }
    return render(request, "rules/unattributed.html", context)


def _line(row: Unclaimed, days: Days, dimension: str, by: str) -> Line:
    values = (("project", row.project), (by, row.value), (dimension, None))
    filters = tuple(
        Filter(name, missing=True) if value is None else Filter(name, (value,)) for name, value in values
    )
    conditions = conditions_of(rule_for(row, dimension=dimension, by=by))
    pairs = [("dimension", dimension), *conditions.items(), *links.days_pairs(days)]
    return Line(row, links.charges_url(days, filters), links.address("rule_create", pairs))
