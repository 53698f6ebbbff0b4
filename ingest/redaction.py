"""Policy `redact`: secrets and personal data in any string give way to a mask that says what they were.

All shapes are looked for in one pass of RE2; what is found is then told apart. Most strings hold nothing.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import re2

from ingest.records import Value
from ingest.redaction_patterns import SECRET, SECRET_NAME, SHAPES, Shape

MOST_FOUND = 200  # in one string; one that holds more is masked as a whole
TOO_MANY = "[redacted]"
FINDER_MEMORY = 16 << 20  # bytes, at most, of states it remembers
REMEMBERED = 256  # characters; longer strings are rarely seen twice


class _Place(NamedTuple):
    """Where a shape stands in the expression of all: the number of its group, and of what is masked."""

    shape: Shape
    group: int
    masked: int


def _places() -> tuple[_Place, ...]:
    found, group = [], 1
    for shape in SHAPES:
        inner = re2.compile(shape.expression.encode("latin-1")).groups
        found.append(_Place(shape, group, group + min(inner, 1)))
        group += 1 + inner
    return tuple(found)


def _finder() -> re2.Set:
    """Says only whether anything is there: in half the time."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes; the expressions say which they mean
    options.max_mem = FINDER_MEMORY
    finder = re2.Set.SearchSet(options)
    finder.Add(_ALL)
    finder.Compile()
    return finder


_PLACES = _places()
_ALL = "|".join(f"({shape.expression})" for shape in SHAPES).encode("latin-1")
_ANY = re2.compile(_ALL)
_FINDER = _finder()
_SECRET_NAME = re2.compile(SECRET_NAME.encode("latin-1"))
MASKS = tuple({shape.mask for shape in SHAPES} | {TOO_MANY})


def redacted(text: str) -> str:
    """The text with masks in place of what must not be stored; the same object when there is nothing."""
    found = _remembered(text) if len(text) <= REMEMBERED else _redacted(text)
    return text if found == text else found  # what is remembered may be an equal one


def redacted_value(value: Value, name: str = "") -> Value:
    """An attribute's value, redacted in all its depth; all of a text whose name says that it is a secret."""
    if isinstance(value, str):
        return SECRET if value and is_secret(name) else redacted(value)
    if isinstance(value, Mapping):
        return {redacted(key): redacted_value(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [redacted_value(inner, name) for inner in value]
    return value


def is_masked(text: str | None) -> bool:
    """Whether something was taken out of this text, so that it no longer tells one thing from another."""
    return text is not None and "[" in text and any(mask in text for mask in MASKS)


@lru_cache(maxsize=4096)
def is_secret(name: str) -> bool:
    """Whether what has this name is a secret, whatever it looks like."""
    return _SECRET_NAME.search(name.encode()) is not None


def _redacted(text: str) -> str:
    plain = text.encode()
    if not _FINDER.Match(plain):
        return text
    parts, end, at = list[bytes](), 0, 0
    for _ in range(MOST_FOUND):
        match = _ANY.search(plain, at)
        if match is None:
            return text if not parts else b"".join((*parts, plain[end:])).decode()
        place = next(one for one in _PLACES if match.start(one.group) >= 0)
        first, last = match.span(place.masked)
        if place.shape.check is None or place.shape.check(plain[first:last].decode()):
            parts += (plain[end:first], place.shape.mask.encode())
            end = at = last
        else:
            at = match.start() + 1  # something else may begin within
    return TOO_MANY


_remembered = lru_cache(maxsize=20_000)(_redacted)
