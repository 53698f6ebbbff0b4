"""An entry of the audit log in words: a sentence, and its detail as lines."""

from typing import Any, NamedTuple

from django import template

from finops.audit import sentences
from finops.audit.models import Entry

register = template.Library()


class Line(NamedTuple):
    """One named value; a change reads `old → new`."""

    name: str
    value: str


@register.filter
def detail_lines(entry: Entry) -> list[Line]:
    """One line per value that says something; actions that end in `.update` store `[old, new]`."""
    is_change = entry.action.endswith(".update")
    return [
        Line(name.replace("_", " "), _text(value, is_change))
        for name, value in entry.detail.items()
        if value not in ("", [], None)
    ]


@register.filter
def sentence(entry: Entry) -> str:
    """What was done, to follow the name of who did it."""
    return sentences.sentence(entry.action, entry.target)


def _text(value: Any, is_change: bool) -> str:
    if is_change and isinstance(value, list) and len(value) == 2:
        return f"{_text(value[0], False)} → {_text(value[1], False)}"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value) if value not in ("", None) else "none"
