"""Structured text inside string attributes: JSON, or the Python text of a dictionary.

Read with limits on size and depth, because the text comes from outside; never evaluated.
"""

import ast
from collections.abc import Mapping
from typing import cast

import orjson

from ingest.records import Value

MAX_TEXT = 16_384
MAX_DEPTH = 32
# The constants of Python text where they can stand in a dictionary.
PYTHON_CONSTANTS = ((": None", ": null"), (": True", ": true"), (": False", ": false"))
UNREADABLE = (ValueError, SyntaxError, TypeError, RecursionError, MemoryError)


def parse(text: Value) -> Value:
    """The value a structured text stands for; None when it is not readable within the limits."""
    if not isinstance(text, str) or len(text) > MAX_TEXT or _depth(text) > MAX_DEPTH:
        return None
    if text.startswith(("{'", "['")):
        return _parse_python(text)
    try:
        return cast(Value, orjson.loads(text))
    except orjson.JSONDecodeError:
        return _parse_python(text)


def parse_mapping(value: Value) -> Mapping[str, Value] | None:
    """The mapping a carrier holds, sent as a mapping or as text; None when it is neither."""
    if isinstance(value, str):
        value = parse(value) if value[:1] == "{" else None
    return value if isinstance(value, Mapping) else None


def dig(value: Value, *names: str) -> Value:
    """The value under a path of names; None when the path leads nowhere."""
    for name in names:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def clean(text: str) -> str:
    """Text as Postgres accepts it: escapes inside a carrier may stand for NUL or half a character."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


def _parse_python(text: str) -> Value:
    """Plain Python text is rewritten to JSON, ten times faster than the literal parser."""
    try:
        if '"' in text or "\\" in text:
            return cast(Value, ast.literal_eval(text))
        rewritten = text.replace("'", '"')
        for python, json in PYTHON_CONSTANTS:
            rewritten = rewritten.replace(python, json)
        return cast(Value, orjson.loads(rewritten))
    except orjson.JSONDecodeError:
        return _parse_literal(text)
    except UNREADABLE:
        return None


def _parse_literal(text: str) -> Value:
    try:
        return cast(Value, ast.literal_eval(text))
    except UNREADABLE:
        return None


def _depth(text: str) -> int:
    """How deep brackets nest, counted without regard to quotes: an upper bound is enough."""
    if text.count("{") + text.count("[") + text.count("(") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for character in text:
        if character in "{[(":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "}])":
            depth -= 1
    return deepest
