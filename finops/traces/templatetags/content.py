"""Messages as passages of text."""

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def passages(content: Any) -> list[tuple[str, str]]:
    """Name and text of each part, JSON indented for reading."""
    parts = content.items() if isinstance(content, dict) else [("content", content)]
    return [(str(name), _text(value)) for name, value in parts]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value, indent=2, ensure_ascii=False)
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return json.dumps(parsed, indent=2, ensure_ascii=False) if isinstance(parsed, dict | list) else value
