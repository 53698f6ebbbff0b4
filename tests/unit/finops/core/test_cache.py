"""Django's cache on whatever broker there is."""

import pytest

from finops.core import cache


@pytest.mark.parametrize(
    ("broker", "location"),
    [
        ("redis://localhost:6379/0", "redis://localhost:6379/0"),
        ("rediss://:secret@host:6380/2", "rediss://:secret@host:6380/2"),
        ("redis+socket:///run/v.sock", "unix:///run/v.sock?db=0"),
        ("redis+socket:///run/v.sock?virtual_host=3", "unix:///run/v.sock?db=3"),
    ],
)
def test_the_broker_url_is_spelled_as_the_client_library_wants_it(broker: str, location: str) -> None:
    assert cache.location(broker) == location


def test_without_a_broker_the_cache_is_in_memory() -> None:
    assert cache.settings("")["BACKEND"].endswith("LocMemCache")
