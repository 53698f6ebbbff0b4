"""What features ask of alerts."""

import datetime as dt

from finops.notifications.models import Alert
from finops.notifications.types import Source


def going_on(source: Source) -> dict[str, dt.datetime]:
    """The keys of a feature's alerts that have not ended, and when they began."""
    found = Alert.objects.filter(source=str(source), ended_at=None)
    return dict(found.values_list("key", "began_at"))
