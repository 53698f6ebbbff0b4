"""Which alerts nobody is told of for now."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from finops.notifications.models import Silence


def is_silenced(now: dt.datetime) -> Exists:
    """Whether the alert that is asked for is silenced now (aware)."""
    return Exists(_of_outer_alert().filter(starts_at__lte=now, ends_at__gt=now))


def _of_outer_alert() -> QuerySet[Silence]:
    """A silence is about alerts that have all it names: subject, source, team."""
    return Silence.objects.filter(
        Q(subject="") | Q(subject=OuterRef("subject")),
        Q(source="") | Q(source=OuterRef("source")),
        Q(team=None) | Q(team=OuterRef("team")),
    )
