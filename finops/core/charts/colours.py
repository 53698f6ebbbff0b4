"""One colour per name on every page."""

import zlib

HUES = 10
OTHER = "Other"
UNATTRIBUTED = "Unattributed"
GREY = frozenset({OTHER, UNATTRIBUTED})


def series_colour(name: str) -> int:
    """The number of the token `--series-N` that a name has everywhere, whatever else is shown."""
    return zlib.crc32(name.encode()) % HUES


def colour_key(name: str) -> str:
    """The end of its token's name: a number, `other` for what is no name, `accent` for a series alone."""
    if not name:
        return "accent"
    return "other" if name in GREY else str(series_colour(name))


def token(key: str) -> str:
    """The name of the CSS token."""
    return "--accent" if key == "accent" else f"--series-{key}"
