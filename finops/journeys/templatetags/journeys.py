"""What people say about a journey, for the page of its runs."""

from typing import Any

from django import template
from django.template.context import Context

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, can
from finops.core.periods import Days, instants
from finops.journeys import selectors
from finops.journeys.access import may_change
from finops.journeys.funnel import funnel

register = template.Library()


@register.inclusion_tag("journeys/_journey.html", takes_context=True)
def journey_panel(context: Context, name: str, days: Days) -> dict[str, Any]:
    """Owner, description and the funnel of steps over some days."""
    user = context.get("user")
    found = selectors.journey(name)
    times = instants(days, accounts.time_zone())
    return {
        "name": name,
        "journey": found,
        "funnel": funnel(name, found.steps, times) if found and found.steps else None,
        "may_change": may_change(user, found.owner_team) if found else can(user, Capability.MANAGE_SLOS),
    }
