"""Budgets, made as people make them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from finops.accounts.models import Team
from finops.budgets.models import Budget
from finops.budgets.services import Content, budget_create
from finops.budgets.thresholds import DEFAULT
from finops.budgets.types import Period, Scope, Terms
from finops.spend.types import Filter, Measure


def terms(**given: Any) -> Terms:
    """$100 a month for everything since 2026, in UTC; filters by name: `team="support"`."""
    named = {name: given.pop(name) for name in ("team", "journey", "customer", "user") if name in given}
    filters = tuple(
        Filter(name, missing=True) if value is None else Filter(name, (value,))
        for name, value in named.items()
    )
    return Terms(
        Scope(filters, given.pop("each", None)),
        given.pop("measure", Measure.COST),
        Decimal(given.pop("amount", 100)),
        given.pop("period", Period.MONTH),
        given.pop("zone", "UTC"),
        given.pop("starts_on", dt.date(2026, 1, 1)),
        given.pop("rollover", False),
        given.pop("thresholds", DEFAULT),
    )


def budget(
    name: str = "Support", *, owner: str = "", since: dt.datetime | None = None, **given: Any
) -> Budget:
    """A stored budget. It says what it says since `since`, now when left out."""
    team = Team.objects.get_or_create(name=owner)[0] if owner else None
    more = {key: given.pop(key) for key in ("enforcement", "advised_model", "description") if key in given}
    made = budget_create(content=Content(name, terms(**given), team, **more), actor="tests")
    if since:
        Budget.objects.filter(pk=made.pk).update(revised_at=since)
        made.refresh_from_db()
    return made
