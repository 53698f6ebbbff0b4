"""Writing journeys. Each change and its audit entry commit together."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from finops.accounts.models import Team
from finops.audit.services import record
from finops.journeys.models import Journey


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


def detail(journey: Journey) -> dict[str, Any]:
    """A journey as the audit log keeps it."""
    return {
        "label": journey.label,
        "description": journey.description,
        "owner_team": journey.owner_team.name if journey.owner_team else "",
        "steps": ", ".join(journey.steps),
    }
