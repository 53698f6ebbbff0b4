"""What pricing takes and gives."""

import datetime as dt
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

Rule = dict[str, Any]  # how a model is recognised by its name: see matching
Context = dict[str, str]


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


class PriceReason(StrEnum):
    """Why a call has no cost; `TIER_UNKNOWN` alone stands beside a cost."""

    MISSING_MODEL = "missing_model"  # nobody said which model
    UNKNOWN_PROVIDER = "unknown_provider"  # not in the price book, or nobody said
    UNKNOWN_MODEL = "unknown_model"  # the price book has no model of that name at the provider
    NO_TOKEN_RATE = "no_token_rate"  # known, but sold by the second, by the page or without a public rate
    UNKNOWN_USAGE = "unknown_usage"  # a number of tokens the price needs was not sent
    INCONSISTENT_USAGE = "inconsistent_usage"  # the parts exceed their total
    AMBIGUOUS_USAGE = "ambiguous_usage"  # how much of the cached input was audio was not sent
    IMPLAUSIBLE_USAGE = "implausible_usage"  # more money than the ledger can hold
    TIER_UNKNOWN = "tier_unknown"  # priced as standard: no price is known for that service tier


class Rate(NamedTuple):
    """The price of one unit: USD per `per` units once the call's input exceeds `tier_start` tokens."""

    unit: str  # genai-prices usage key
    per: int
    rate: Decimal
    tier_start: int = 0


class Quote(NamedTuple):
    """The price in force for one model at one moment, or why there is none."""

    price_id: int | None
    reason: str | None  # a PriceReason


class PricedCall(NamedTuple):
    """What one call costs, or why that is unknown. A price can be known and the usage not."""

    status: PriceStatus  # PRICED or UNPRICED
    price_id: int | None
    reason: str | None  # a PriceReason
    cost: Cost | None


class PriceReference(NamedTuple):
    """Where a price comes from, as a charge names it."""

    price_id: int
    source: str  # `catalogue`
    version: str  # of the source, e.g. `genai-prices 0.2.3`
    valid_from: dt.date | None  # UTC; None: the source knows no beginning


class PriceExplanation(NamedTuple):
    """Everything about one price, for the page of a charge."""

    reference: PriceReference
    provider: str
    model: str
    context: dict[str, str]  # what the call must have asked for, e.g. {"service_tier": "priority"}
    valid_until: dt.date | None  # UTC, the day a later price begins; None: still in force
    time_from: dt.time | None  # UTC, daily; None: midnight
    time_until: dt.time | None
    superseded_at: dt.datetime | None
    rates: tuple[Rate, ...]


class DatedPrice(NamedTuple):
    """One price, in force from a UTC day until the next one of the same model and context begins."""

    context: Context
    valid_from: dt.date | None
    time_from: dt.time | None  # daily window, UTC; None: the whole day
    time_until: dt.time | None  # None: midnight
    rates: tuple[Rate, ...]


class CatalogueModel(NamedTuple):
    """One model of a provider, in the order in which models are tried."""

    name: str
    title: str
    match: Rule
    prices: tuple[DatedPrice, ...]


class CatalogueProvider(NamedTuple):
    """One provider; `fallback` names those whose models it sells too."""

    name: str
    title: str
    fallback: tuple[str, ...]
    models: tuple[CatalogueModel, ...]
