"""Django's cache on the broker: counters of the sign-in rate limit, shared by all web processes."""

from typing import Any
from urllib.parse import parse_qs, urlsplit


def settings(broker_url: str) -> dict[str, Any]:
    """Django's `CACHES` entry for a broker URL; a cache in memory when there is no broker."""
    if not broker_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": location(broker_url),
        "KEY_PREFIX": "spanledger",
    }


def location(broker_url: str) -> str:
    """The URL as redis-py spells it: Celery's `redis+socket://` is its `unix://`."""
    parts = urlsplit(broker_url)
    if parts.scheme != "redis+socket":
        return broker_url
    database = parse_qs(parts.query).get("virtual_host", ["0"])[0]
    return f"unix://{parts.path}?db={database}"
