"""One colour per name on every page, and no two alike on one chart."""

import zlib
from collections.abc import Iterable

HUES = 10
OTHER = "Other"
UNATTRIBUTED = "Unattributed"
GREY = frozenset({OTHER, UNATTRIBUTED})


def series_colour(name: str) -> int:
    """The number of the token `--series-N` that a name has wherever no name before it has taken it."""
    return zlib.crc32(name.encode()) % HUES


def colour_keys(names: Iterable[str]) -> dict[str, str]:
    """The ends of the names of their tokens: a number, `other` for what is no name, `accent` for one alone.

    Each name has the hue of its hash on every chart. Where several on one chart have the same, the first by
    hash keeps it, and the others take the next free ones, in the order of their hashes: the same names always
    get the same colours, whatever their sizes. Beyond ten names all hues are taken and names share again.
    """
    named = sorted({name for name in names if name and name not in GREY}, key=_hash)
    wanting: dict[int, str] = {}
    for name in named:
        wanting.setdefault(series_colour(name), name)
    found = {name: hue for hue, name in wanting.items()}
    free = [hue for hue in range(HUES) if hue not in wanting]
    for name in named:
        if name not in found:
            found[name] = _next(free, series_colour(name))
    keys = {name: str(hue) for name, hue in found.items()}
    return keys | dict.fromkeys(GREY, "other") | {"": "accent"}


def token(key: str) -> str:
    """The name of the CSS token."""
    return "--accent" if key == "accent" else f"--series-{key}"


def _hash(name: str) -> tuple[int, str]:
    return zlib.crc32(name.encode()), name


def _next(free: list[int], wanted: int) -> int:
    """The first free hue after the wanted one, which is then taken; the wanted one when none is left."""
    if not free:
        return wanted
    hue = min(free, key=lambda one: (one - wanted) % HUES)
    free.remove(hue)
    return hue
