"""What pricing takes and gives."""

from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple


class PriceStatus(IntEnum):
    """Four different things that must never be mistaken for each other."""

    PRICED = 1  # cost computed with our price
    EMITTED = 2  # no price known; the cost is what the emitter or gateway said
    UNPRICED = 3  # no price known: the cost is unknown, not zero
    FREE = 4  # known to cost nothing: a failed call, a cache hit at the gateway


class Usage(NamedTuple):
    """Units of one call. Totals include their parts; None means the emitter does not say.

    `input_tokens` includes cache reads and writes and audio; `cache_write_tokens` includes the
    one-hour writes; `output_tokens` includes reasoning and audio.
    """

    input_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    cache_write_1h_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    input_audio_tokens: int | None = None
    output_audio_tokens: int | None = None

    @property
    def known(self) -> bool:
        """Whether the emitter said how many tokens the call took."""
        return self.input_tokens is not None or self.output_tokens is not None


class CostComponent(NamedTuple):
    """One line of the explanation of a cost: quantity x rate."""

    unit: str  # genai-prices usage key, e.g. `cache_read_tokens`
    quantity: Decimal
    rate: Decimal  # USD per `per` units
    per: int
    cost: Decimal  # USD


class Cost(NamedTuple):
    """A computed cost in USD, by kind; `total` is the exact sum of the kinds."""

    total: Decimal
    input: Decimal
    cache_read: Decimal
    cache_write: Decimal
    output: Decimal
    other: Decimal
    components: tuple[CostComponent, ...]


class Quote(NamedTuple):
    """The price in force for one model at one moment, or why there is none."""

    price_id: int | None
    reason: str | None  # unpriced: `unknown_provider`, `unknown_model`, `missing_model`
