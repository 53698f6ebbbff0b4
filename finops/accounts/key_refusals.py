"""Counts requests with keys that work no longer, for the administrators who must find their senders.

Kept in memory and written at most every few seconds for each key, so that a key in a loop costs no more
than a key. What came since the last write is written with the next refusal.
"""

import datetime as dt
from threading import Lock

from django.db.models import F

from finops.accounts.models import ApiKey

WRITE_EVERY = dt.timedelta(seconds=3)

_lock = Lock()
_waiting: dict[int, int] = {}  # by key; as many as there are keys
_written: dict[int, dt.datetime] = {}


def note(key: ApiKey, now: dt.datetime) -> None:
    """A request with this key was refused."""
    times = _due(key.pk, now)
    if times:
        ApiKey.objects.filter(pk=key.pk).update(refused_count=F("refused_count") + times, last_refused_at=now)


def _due(key: int, now: dt.datetime) -> int:
    """How many refusals of a key to write now; none when it was written just now."""
    with _lock:
        _waiting[key] = _waiting.get(key, 0) + 1
        if key in _written and now - _written[key] < WRITE_EVERY:
            return 0
        _written[key] = now
        return _waiting.pop(key)
