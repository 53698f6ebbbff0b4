"""When a key was last used, written apart from the request and at most once a minute."""

import datetime as dt
from functools import partial
from threading import Lock

from finops.accounts.api_auth import USE_RESOLUTION
from finops.accounts.models import ApiKey
from finops.budgets.checks.refreshing import apart

_lock = Lock()
_noted: dict[int, dt.datetime] = {}  # by key; as many as there are keys


def note(key: int, now: dt.datetime) -> None:
    """This key is used."""
    with _lock:
        if key in _noted and now - _noted[key] < USE_RESOLUTION:
            return
        _noted[key] = now
    apart(partial(_write, key, now))


def _write(key: int, now: dt.datetime) -> None:
    ApiKey.objects.filter(pk=key).update(last_used_at=now)
