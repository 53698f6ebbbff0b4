"""Layers and seconds, in words."""

from django import template

from finops.core import formatting
from finops.telemetry.types import Layer

register = template.Library()
LAYERS: dict[int, str] = {
    Layer.ENGINE: "inference server",
    Layer.FRAMEWORK: "framework",
    Layer.SDK_INSTRUMENTATION: "instrumentation",
    Layer.PROVIDER_SDK: "provider SDK",
    Layer.GATEWAY: "gateway",
}
SECOND = 1_000_000_000


@register.filter
def layer(value: int) -> str:
    """Who observed a call."""
    return LAYERS.get(value, formatting.DASH)


@register.filter
def seconds(value: float | None) -> str:
    """A duration in seconds; a dash for None."""
    return formatting.DASH if value is None else formatting.duration(int(value * SECOND))
