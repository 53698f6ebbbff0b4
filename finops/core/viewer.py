"""The time zone one person sees moments in. Days, and every sum over them, stay in the organisation's.

Django's current time zone is the organisation's: `timezone.localdate()` asks for a day of its calendar.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_of_this_person: ContextVar[dt.tzinfo | None] = ContextVar("viewer_zone", default=None)


@contextmanager
def seen_from(zone: dt.tzinfo | None) -> Iterator[None]:
    """Within it moments are shown in this zone; None is the organisation's."""
    token = _of_this_person.set(zone)
    try:
        yield
    finally:
        _of_this_person.reset(token)


def zone() -> dt.tzinfo:
    """Where moments are shown; the current time zone where nobody chose another."""
    return _of_this_person.get() or timezone.get_current_timezone()


def local(value: dt.datetime) -> dt.datetime:
    """A moment in the zone it is shown in."""
    return value.astimezone(zone())
