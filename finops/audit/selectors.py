"""Reading the audit log."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from finops.audit.models import Entry


class Wanted(NamedTuple):
    """Which entries: empty text and None let everything through. `until` is the first moment left out."""

    who: str = ""  # part of a name
    what: str = ""  # part of what was acted on
    action: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def entries(wanted: Wanted, *, before: int | None = None, limit: int) -> list[Entry]:
    """The newest entries, or those before an id."""
    found = _found(wanted)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found[:limit])


def every_entry(wanted: Wanted) -> Iterator[Entry]:
    """All of them, newest first, in bounded memory."""
    return _found(wanted).iterator(chunk_size=1000)


def actions() -> list[str]:
    """Every action in the log, in alphabetical order."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())


def _found(wanted: Wanted) -> QuerySet[Entry]:
    conditions = {
        "actor_name__icontains": wanted.who,
        "target__icontains": wanted.what,
        "action": wanted.action,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return Entry.objects.filter(**{name: value for name, value in conditions.items() if value}).order_by(
        "-id"
    )
