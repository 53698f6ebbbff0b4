"""From the many ways of reporting a call to a model to one record.

`normalise` picks the dialect of a span, decides what the span stands for, and reads its usage. One
module per dialect, mostly tables; what they share is in `core`. docs/dialects.md describes both.
"""

from finops.telemetry.types import Layer
from ingest.normalise.core.layers import layer_of_scope
from ingest.normalise.core.registry import (
    CONTENT_READ,
    EVENTS,
    normalise,
    normalise_event,
    reader_of_scope,
)
from ingest.records import Origin

__all__ = ["CONTENT_READ", "EVENTS", "dialect_of", "layer_of", "normalise", "normalise_event"]


def dialect_of(origin: Origin) -> str:
    """The dialect a scope is known to speak; empty when only the attributes of a span can tell."""
    reader = reader_of_scope(origin.scope_name)
    return reader.dialect.name if reader is not None else ""


def layer_of(origin: Origin) -> Layer:
    """The layer at which a scope observes calls."""
    return layer_of_scope(origin.scope_name)
