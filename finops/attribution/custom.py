"""Custom dimensions: what an organisation tells its spend apart by besides the built-in ones. Pure.

In addresses, rules and statements of spans they are called `custom.<name>`; a dimension set holds their
values as one JSON object.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from finops.telemetry.types import CARRIER_PREFIXES, MEANINGLESS, OTHER

PREFIX = "custom."
OWN_PREFIX = "finops."  # of the attribute that always states one
NOTHING: Mapping[str, str] = {}
HISTORY_PREFIX = "#"  # of what stored attributes say, among the statements of a span: no dimension begins so
# What the content policy `redact` left in the place of something: it names nobody.
MASKS = ("[email]", "[phone]", "[card]", "[iban]", "[secret]", "[personal]", "[redacted]")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
KEY = re.compile(re.escape(PREFIX) + NAME.pattern)
Pairs = tuple[tuple[str, str], ...]  # name and value, in order of names


class CustomDimension(NamedTuple):
    """One that an administrator allowed."""

    id: int
    name: str
    label: str
    attributes: tuple[str, ...]
    archived_at: dt.datetime | None = None
    history_from: dt.datetime | None = None

    @property
    def key(self) -> str:
        """Its name among all dimensions."""
        return PREFIX + self.name

    @property
    def stated_by(self) -> tuple[str, ...]:
        """The attributes that state it, the strongest first."""
        return stating(self.name, self.attributes)

    @property
    def is_active(self) -> bool:
        """Whether spans that arrive now can state it."""
        return self.archived_at is None


class History(NamedTuple):
    """What stored attributes say of calls that began from `since` until `until` (unix microseconds)."""

    name: str
    attributes: tuple[str, ...]
    since: int
    until: int
    values: frozenset[str]  # others are folded

    @property
    def asked(self) -> tuple[str, ...]:
        """The attributes to look at, the strongest first."""
        return (*stating(self.name, self.attributes), *(prefix + self.name for prefix in CARRIER_PREFIXES))

    def value(self, said: str | None) -> str | None:
        """What a stored attribute says, as the dimension holds it."""
        text = (said or "").strip()
        if text.lower() in MEANINGLESS or any(mask in text for mask in MASKS):
            return None
        return text if text in self.values else OTHER


def is_custom(dimension: object) -> bool:
    """Whether this can be the name of a custom dimension among all dimensions."""
    return isinstance(dimension, str) and bool(KEY.fullmatch(dimension))


def stating(name: str, attributes: Iterable[str]) -> tuple[str, ...]:
    """The attributes that state a dimension, strongest first."""
    return tuple(dict.fromkeys((OWN_PREFIX + name, *attributes, name)))


@lru_cache(maxsize=50_000)
def canonical(values: Pairs) -> str | None:
    """Values as a dimension set holds them: the same values give the same text. None: there are none."""
    return json.dumps(dict(sorted(values)), ensure_ascii=False, separators=(",", ":")) if values else None


def pairs(stored: Mapping[str, str] | str | None) -> Pairs:
    """What a dimension set holds, as JSON text or read already."""
    found: Mapping[str, str] = json.loads(stored) if isinstance(stored, str) else stored or {}
    return tuple(sorted(found.items()))


def replaced(values: Pairs, changes: Mapping[str, str]) -> Pairs:
    """Values with others in their place; `changes` go by name."""
    return tuple(sorted({**dict(values), **changes}.items()))
