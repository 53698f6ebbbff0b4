"""The units a call is metered in, and how they contain each other.

A subset of the unit registry of genai-prices: what telemetry of a call can say. A test compares the two.
"""

from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """The parts of a cost; also their position in it."""

    INPUT = 0
    CACHE_READ = 1
    CACHE_WRITE = 2
    OUTPUT = 3
    OTHER = 4


class Unit(NamedTuple):
    """One metered unit: the field of `Usage` that counts it, and the units that include it."""

    field: str | None  # None: one per call
    kind: Kind
    within: tuple[str, ...] = ()  # nearest first


UNITS = {
    "input_tokens": Unit("input_tokens", Kind.INPUT),
    "cache_read_tokens": Unit("cache_read_tokens", Kind.CACHE_READ, ("input_tokens",)),
    "cache_write_tokens": Unit("cache_write_tokens", Kind.CACHE_WRITE, ("input_tokens",)),
    "cache_write_1h_tokens": Unit(
        "cache_write_1h_tokens", Kind.CACHE_WRITE, ("cache_write_tokens", "input_tokens")
    ),
    "input_audio_tokens": Unit("input_audio_tokens", Kind.INPUT, ("input_tokens",)),
    "output_tokens": Unit("output_tokens", Kind.OUTPUT),
    "output_reasoning_tokens": Unit("reasoning_tokens", Kind.OUTPUT, ("output_tokens",)),
    "output_audio_tokens": Unit("output_audio_tokens", Kind.OUTPUT, ("output_tokens",)),
    "requests": Unit(None, Kind.OTHER),
}

# A unit nobody sends that is what two others share. Where it has a price of its own, a call with
# both cannot be split.
OVERLAPS = {
    "cache_audio_read_tokens": ("cache_read_tokens", "input_audio_tokens"),
    "cache_audio_write_tokens": ("cache_write_tokens", "input_audio_tokens"),
    "cache_audio_write_1h_tokens": ("cache_write_1h_tokens", "input_audio_tokens"),
    "output_audio_reasoning_tokens": ("output_reasoning_tokens", "output_audio_tokens"),
}
