"""Service tiers: what emitters call them and how the catalogue tells their prices apart."""

from collections.abc import Mapping

STANDARD = "standard"
OTHER = "other"  # a name we do not know

_NAMES = {
    "standard": STANDARD,
    "default": STANDARD,
    "auto": STANDARD,
    "on_demand": STANDARD,
    "on-demand": STANDARD,
    "": STANDARD,
    "batch": "batch",
    "batches": "batch",
    "flex": "flex",
    "priority": "priority",
    "fast": "fast",
}
_CONTEXTS: Mapping[str, Mapping[str, str]] = {
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
    # OpenAI sends it as a service tier, Anthropic as a speed.
    "fast": {"service_tier": "fast", "speed": "fast"},
}


def canonical_tier(raw: str | None) -> str:
    """One of a handful of names, so that what emitters invent cannot fill a cache."""
    return _NAMES.get(raw.strip().lower(), OTHER) if raw else STANDARD


def tier_asks_for(tier: str, context: Mapping[str, str]) -> bool:
    """Whether a call at this tier is one of those a price with this context is for."""
    asked = _CONTEXTS.get(tier, {})
    return bool(context) and all(asked.get(key) == value for key, value in context.items())
