"""What people say about a journey, for the page of its runs."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, can
from finops.core.periods import Days, instants
from finops.journeys import selectors
from finops.journeys.access import may_change, may_state_worth
from finops.journeys.funnel import funnel

register = template.Library()


@register.inclusion_tag("journeys/_journey.html", takes_context=True)
def journey_panel(context: Context, name: str, days: Days) -> dict[str, Any]:
    """Owner, description and the funnel of steps over some days."""
    user = context.get("user")
    found = selectors.journey(name)
    times = instants(days, accounts.time_zone())
    said = selectors.worths(name)
    margin, unpriced = selectors.margin_of(name, days, said) if said else (None, 0)
    return {
        "name": name,
        "journey": found,
        "margin": margin,
        "unpriced": unpriced,
        "may_state_worth": may_state_worth(user, found),
        "changes_url": _changes_url(context, name),
        "funnel": funnel(name, found.steps, times) if found and found.steps else None,
        "may_change": may_change(user, found.owner_team) if found else can(user, Capability.MANAGE_SLOS),
    }


def _changes_url(context: Context, name: str) -> str:
    """What changed over the days of the page."""
    request = context.get("request")
    given = request.GET if request else {}
    kept = {key: given[key] for key in ("range", "from", "to", "compare") if key in given}
    return reverse("journey_changes", query={"journey": name, **kept})
