"""Numbers that stand on every page: workers keep them in the cache, so that no page asks the database."""

from contextlib import suppress
from typing import NamedTuple

from django.core.cache import cache
from redis.exceptions import RedisError

KEPT = 120  # seconds; a number that nobody keeps up is forgotten rather than wrong
CRITICAL_ALERTS = "critical_alerts"


class Count(NamedTuple):
    """A number beside an entry of the rail, and what it counts."""

    name: str
    noun: str


def keep(name: str, number: int) -> None:
    """Remember a number for all web processes; where the cache cannot be reached, nothing is remembered."""
    with suppress(RedisError):
        cache.set(_key(name), number, KEPT)


def kept(name: str) -> int:
    """The number as it was last kept; 0 when nobody keeps it, or the cache cannot be reached."""
    try:
        return int(cache.get(_key(name)) or 0)
    except RedisError:
        return 0


def _key(name: str) -> str:
    return f"count:{name}"
