"""Custom dimensions from outside: bounded, and refused with a sentence that teaches. Pure."""

from collections.abc import Iterable
from typing import Any

from finops.attribution.custom import NAME
from finops.telemetry.types import FALLBACK_SUFFIX, SPAN_DIMENSIONS

MOST_ACTIVE = 8
MOST_ATTRIBUTES = 8
MAX_LABEL = 60
MAX_ATTRIBUTE = 200
OF_CALLS = ("project", "operation", "provider", "request_model", "response_model", "model")
BUILT_IN = frozenset({*SPAN_DIMENSIONS, *OF_CALLS})


class BadDimension(ValueError):
    """A custom dimension that cannot be used; the message says why and what would do."""


def checked_name(given: Any) -> str:
    """The name of a new dimension. Raises BadDimension."""
    if not isinstance(given, str) or not NAME.fullmatch(given):
        raise BadDimension(
            "A name is 1 to 40 small letters, digits and underscores, a letter first, such as business_unit."
        )
    if given in BUILT_IN:
        raise BadDimension(f"{given} is a dimension already, without being allowed.")
    if given.endswith(FALLBACK_SUFFIX):
        raise BadDimension(f"A name does not end in {FALLBACK_SUFFIX}.")
    return given


def checked_label(given: Any, name: str) -> str:
    """What a dimension is called on pages; its name in words when nothing is given. Raises BadDimension."""
    text = given.strip() if isinstance(given, str) else ""
    if len(text) > MAX_LABEL or not text.isprintable():
        raise BadDimension(f"A label is a text of up to {MAX_LABEL} characters that can be printed.")
    return text or name.replace("_", " ").capitalize()


def checked_attributes(given: Iterable[Any]) -> list[str]:
    """The attributes that state a dimension besides those of its name, each once. Raises BadDimension."""
    found = list(dict.fromkeys(_attribute(one) for one in given))
    if len(found) > MOST_ATTRIBUTES:
        raise BadDimension(f"At most {MOST_ATTRIBUTES} attributes state one dimension.")
    return found


def _attribute(given: Any) -> str:
    text = given.strip() if isinstance(given, str) else ""
    if not text or len(text) > MAX_ATTRIBUTE or not text.isprintable():
        raise BadDimension(
            f"The name of an attribute is a text of 1 to {MAX_ATTRIBUTE} characters that can be printed."
        )
    return text
