"""Writing journeys. Each change and its audit entry commit together."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from finops.accounts.models import Team, User
from finops.audit.services import record
from finops.journeys.models import Journey, Worth


@transaction.atomic
def journey_define(
    *, name: str, label: str, description: str, owner_team: Team | None, steps: Sequence[str], actor: Any
) -> Journey:
    """Say what a journey is, or say it anew."""
    journey = Journey.objects.select_for_update().filter(name=name).first() or Journey(name=name)
    before = None if journey.pk is None else detail(journey)
    journey.label, journey.description = label, description
    journey.owner_team, journey.steps = owner_team, list(steps)
    journey.save()
    after = detail(journey)
    if before != after:
        told = {"before": before or {}, "after": after}
        record(actor=actor, action="journeys.journey.define", target=name, detail=told)
    return journey


@transaction.atomic
def worth_state(*, journey: str, starts_on: dt.date, usd: Decimal | None, basis: str, actor: User) -> Worth:
    """Say what a successful run is worth from a day on, or that nobody knows any more; USD."""
    worth = Worth.objects.select_for_update().filter(journey=journey, starts_on=starts_on).first()
    before = worth_detail(worth) if worth else {}
    worth = worth or Worth(journey=journey, starts_on=starts_on)
    worth.usd, worth.basis, worth.said_by = usd, basis, actor
    worth.save()
    if before != worth_detail(worth):
        told = {"before": before, "after": worth_detail(worth)}
        record(actor=actor, action="journeys.worth.state", target=journey, detail=told)
    return worth


@transaction.atomic
def worth_withdraw(*, worth: Worth, actor: User) -> None:
    """Take back what was said: what was said before holds on."""
    told = {"before": worth_detail(worth), "after": {}}
    worth.delete()
    record(actor=actor, action="journeys.worth.withdraw", target=worth.journey, detail=told)


def worth_detail(worth: Worth) -> dict[str, str]:
    """What was said of a worth as the audit log keeps it."""
    usd = "" if worth.usd is None else f"{worth.usd.normalize():f}"
    return {"from": worth.starts_on.isoformat(), "usd": usd, "basis": worth.basis}


def detail(journey: Journey) -> dict[str, Any]:
    """A journey as the audit log keeps it."""
    return {
        "label": journey.label,
        "description": journey.description,
        "owner_team": journey.owner_team.name if journey.owner_team else "",
        "steps": ", ".join(journey.steps),
    }
