"""The time zones one can choose. Pure."""

from zoneinfo import available_timezones

_LEGACY_PREFIXES = ("Etc/", "posix/", "right/", "SystemV/")


def zone_names() -> list[tuple[str, str]]:
    """Choices for a form: UTC, then the zones named after a place, in alphabetical order."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(_LEGACY_PREFIXES))
    return [(name, name) for name in ("UTC", *sorted(places))]
