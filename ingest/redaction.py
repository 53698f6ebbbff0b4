"""Policy `redact`: secrets and personal data in any string give way to a mask that says what they were.

One pass of RE2 says which shapes are there, mostly none, and only those are looked for. Short strings repeat
from span to span, so what was found in them is remembered.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import re2

from ingest.records import Value
from ingest.redaction_patterns import SECRET, SECRET_NAME, SHAPES, Shape

MOST_FOUND = 200  # in one string; one that holds more is masked as a whole
TOO_MANY = "[redacted]"
FINDER_MEMORY = 16 << 20  # bytes, at most, of states it remembers
REMEMBERED = 256  # characters; longer strings are rarely seen twice
MOST_REMEMBERED = 20_000


class _Found(NamedTuple):
    """Where a shape stands, in bytes; `masked` is what must go. The least of several comes first."""

    start: int
    number: int  # of the shape
    masked: tuple[int, int]


class _Searched(NamedTuple):
    """A shape, and its expression alone."""

    number: int
    shape: Shape
    expression: Any
    group: int  # what is masked

    def next_found(self, plain: bytes, at: int) -> _Found | None:
        """Where it stands next; None: nowhere."""
        match = self.expression.search(plain, at)
        return _Found(match.start(), self.number, match.span(self.group)) if match else None


def _finder(expressions: Iterable[str]) -> re2.Set:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes; the expressions say which they mean
    options.max_mem = FINDER_MEMORY
    finder = re2.Set.SearchSet(options)
    for expression in expressions:
        finder.Add(expression.encode("latin-1"))
    finder.Compile()
    return finder


def _searched(number: int, shape: Shape) -> _Searched:
    expression = re2.compile(shape.expression.encode("latin-1"))
    return _Searched(number, shape, expression, expression.groups)


_WHICH = _finder(shape.expression for shape in SHAPES)
_SEARCHED = [_searched(number, shape) for number, shape in enumerate(SHAPES)]
_SECRET_NAME = re2.compile(SECRET_NAME.encode("latin-1"))
MASKS = tuple({shape.mask for shape in SHAPES} | {TOO_MANY})
_clean: set[str] = set()  # strings without anything, found lately
_masked: dict[str, str] = {}  # what others became
is_known_clean = _clean.__contains__


def redacted(text: str) -> str:
    """The text with masks in place of what must not be stored; the same object when there is nothing."""
    if text in _clean:
        return text
    if len(text) > REMEMBERED:
        return _redacted(text)
    found = _masked.get(text) or _redacted(text)
    _remember(text, found)
    return found


def _remember(text: str, found: str) -> None:
    if len(_clean) + len(_masked) >= MOST_REMEMBERED:
        _clean.clear()
        _masked.clear()
    if found is text:
        _clean.add(text)
    else:
        _masked[text] = found


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
    there = _WHICH.Match(plain)
    return _without(text, plain, [_SEARCHED[number] for number in there]) if there else text


def _without(text: str, plain: bytes, searched: list[_Searched]) -> str:
    """The text without what these shapes find; of shapes that begin together the first wins."""
    parts, end, at = list[bytes](), 0, 0
    ahead = [found for one in searched if (found := one.next_found(plain, 0))]
    for _ in range(MOST_FOUND):
        if not ahead:
            return b"".join((*parts, plain[end:])).decode() if parts else text
        first, number, (start, stop) = min(ahead)
        shape = SHAPES[number]
        if shape.check is None or shape.check(plain[start:stop].decode()):
            parts += (plain[end:start], shape.mask.encode())
            end = at = stop
        else:
            at = first + 1  # something else may begin within
        ahead = [
            later
            for one in ahead
            if (later := one if one.start >= at else _SEARCHED[one.number].next_found(plain, at))
        ]
    return TOO_MANY
