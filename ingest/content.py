"""Which attributes hold what people and models wrote, and which hold personal data (telemetry 5.12).

Asked once per distinct key. An entry that ends in `*` names everything that begins so.
"""

from collections.abc import Iterable

from ingest.content_names import (
    CONTENT,
    CONTENT_EVENTS,
    CONTENT_PARTS,
    KEPT,
    PERSONAL,
    PERSONAL_PARTS,
    PLAIN_LLM_GROUPS,
    PLAIN_RAW_NAMES,
)

MAX_PLAIN_STRING = 1024  # characters; a longer string under an unknown name may well be text


def _split(entries: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Exact names and prefixes."""
    names = [entry for entry in entries if not entry.endswith("*")]
    prefixes = [entry[:-1] for entry in entries if entry.endswith("*")]
    return frozenset(names), tuple(prefixes)


_content_names, _content_prefixes = _split([name for group in CONTENT.values() for name in group])
_kept_names, _kept_prefixes = _split(KEPT)
_personal_names, _personal_prefixes = _split(PERSONAL)
_event_names, _event_prefixes = _split(CONTENT_EVENTS)


def is_content(key: str) -> bool:
    """Whether an attribute of this name holds content."""
    if key in _kept_names or key.startswith(_kept_prefixes):
        return False
    if key in _content_names or key.startswith(_content_prefixes):
        return True
    return _is_raw_request(key) or any(key.startswith(first) and last in key for first, last in CONTENT_PARTS)


def _is_raw_request(key: str) -> bool:
    first, _, rest = key.partition(".")
    second, dot, name = rest.partition(".")
    return first == "llm" and dot == "." and second not in PLAIN_LLM_GROUPS and name not in PLAIN_RAW_NAMES


def is_personal(key: str) -> bool:
    """Whether an attribute of this name holds personal data."""
    if key in _personal_names or key.startswith(_personal_prefixes):
        return True
    lower = key.lower()
    return any(part in lower for part in PERSONAL_PARTS)


def is_content_event(name: str) -> bool:
    """Whether a span event of this name exists to carry content."""
    return name in _event_names or name.startswith(_event_prefixes)
