"""The time zones one can choose, and which of them a person sees moments in. Pure."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

ORGANISATION, BROWSER = "", "browser"  # what a person can choose beside a zone by its name
COOKIE = "zone"  # static/js/zone.js tells in it where the browser is
_LEGACY_PREFIXES = ("Etc/", "posix/", "right/", "SystemV/")


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether this is UTC or a zone named after a place; files of the system that are neither are not."""
    return name == "UTC" or ("/" in name and name in _known())


@cache
def zone_names() -> tuple[tuple[str, str], ...]:
    """Choices for a form: UTC, then the zones named after a place, in alphabetical order."""
    places = (name for name in _known() if "/" in name and not name.startswith(_LEGACY_PREFIXES))
    return tuple((name, name) for name in ("UTC", *sorted(places)))


def seen_zone(chosen: str, browser: str) -> ZoneInfo | None:
    """The zone a person sees moments in; None is the organisation's.

    `browser` is what the browser says about itself, so anything may stand there.
    """
    name = browser if chosen == BROWSER else chosen
    return ZoneInfo(name) if is_zone(name) else None
