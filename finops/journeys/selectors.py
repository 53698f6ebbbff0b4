"""Reading journeys."""

from finops.journeys.models import Journey


def journey(name: str) -> Journey | None:
    """What is said of a journey; None when nobody defined it."""
    return Journey.objects.select_related("owner_team").filter(name=name).first()
