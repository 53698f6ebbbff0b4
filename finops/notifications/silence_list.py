"""Which silences there are, and which of them keep an alert quiet, as pages show it."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from finops.core.paging import BigInt, Cursor
from finops.notifications.models import Alert, Silence


class Place(NamedTuple):
    """Where a page of silences ended."""

    ends_at: dt.datetime
    id: BigInt


PLACES = Cursor(Place)


def silences() -> QuerySet[Silence]:
    """All of them, those that end last first."""
    return Silence.objects.select_related("team", "created_by").order_by("-ends_at", "-pk")


def current(now: dt.datetime) -> list[Silence]:
    """Those that keep something quiet now."""
    return list(silences().filter(starts_at__lte=now, ends_at__gt=now))


def covers(silence: Silence, alert: Alert) -> bool:
    """Whether an alert is among those a silence is about, whenever. Pure."""
    return (
        silence.subject in ("", alert.subject)
        and silence.source in ("", alert.source)
        and silence.team_id in (None, alert.team_id)
    )


def silenced_until(alert: Alert, known: Iterable[Silence]) -> dt.datetime | None:
    """When the last of these silences that cover an alert ends. Pure."""
    return max((one.ends_at for one in known if covers(one, alert)), default=None)


def of_alert(alert: Alert, now: dt.datetime) -> list[Silence]:
    """Those that kept an alert quiet while it went on, or still do."""
    until = alert.ended_at or now
    found = silences().filter(starts_at__lte=until, ends_at__gt=alert.began_at)
    return [one for one in found if covers(one, alert)]
