"""One charge as screens and the API show it, and what charges are asked for."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import NamedTuple

from pydantic import AwareDatetime

from finops.attribution.custom import PREFIX, pairs
from finops.core.paging import BigInt, Cursor, Integer
from finops.core.periods import Instants
from finops.prices.types import PriceStatus
from finops.spend.reasons import PENDING
from finops.spend.types import Filter


class ChargeKey(NamedTuple):
    """The order of a list of charges, newest first; also what tells charges apart."""

    time: AwareDatetime
    project_id: Integer
    trace_id: uuid.UUID
    span_id: BigInt
    fingerprint: BigInt
    line: Integer


CURSOR = Cursor(ChargeKey)


class ChargeQuery(NamedTuple):
    """Which charges, newest first."""

    time: Instants | None = None
    filters: tuple[Filter, ...] = ()
    counted: bool | None = None  # None: both
    unpriced: bool = False
    trace_id: uuid.UUID | None = None
    span_id: int | None = None  # of that trace
    project_ids: tuple[int, ...] | None = None  # what the reader may see; None: all
    after: ChargeKey | None = None
    limit: int = 50


class ChargeRow(NamedTuple):
    """One charge. Tokens: None means nobody said. Costs in USD: None means unpriced."""

    time: dt.datetime
    project_id: int
    trace_id: uuid.UUID
    span_id: int
    fingerprint: int
    line: int
    project: str
    source: int
    settled: bool
    counted: bool
    reason: str | None
    winner_trace_id: uuid.UUID | None
    winner_span_id: int | None
    duration_ns: int
    ttft_ns: int | None
    is_error: bool
    role: int
    input_tokens: int | None
    cache_read_tokens: int | None
    cache_write_tokens: int | None
    cache_write_1h_tokens: int | None
    output_tokens: int | None
    reasoning_tokens: int | None
    input_audio_tokens: int | None
    output_audio_tokens: int | None
    price_id: int | None
    price_status: int
    price_reason: str | None
    cost: Decimal | None
    cost_input: Decimal | None
    cost_cache_read: Decimal | None
    cost_cache_write: Decimal | None
    cost_output: Decimal | None
    cost_other: Decimal | None
    cost_emitted: Decimal | None
    operation: str
    provider: str | None
    request_model: str | None
    response_model: str | None
    response_id: str | None
    service_tier: str | None
    region: str | None
    flags: list[str] | None
    customer: str | None
    user: str | None
    session: str | None
    environment: str | None
    service: str | None
    team: str | None
    cost_center: str | None
    feature: str | None
    journey: str | None
    step: str | None
    agent: str | None
    prompt_name: str | None
    prompt_version: str | None
    custom: str | None  # JSON

    def value(self, dimension: str) -> str | None:
        """The value of a dimension, built-in or custom."""
        if dimension.startswith(PREFIX):
            return self.custom_values.get(dimension.removeprefix(PREFIX))
        found: str | None = getattr(self, dimension)
        return found

    @property
    def custom_values(self) -> dict[str, str]:
        """The values of custom dimensions by name."""
        return dict(pairs(self.custom))

    @property
    def key(self) -> ChargeKey:
        """Its place in a list."""
        return ChargeKey._make(self[: len(ChargeKey._fields)])

    @property
    def uncounted_reason(self) -> str | None:
        """The code of why it does not count; None when it counts."""
        if self.counted:
            return None
        return self.reason if self.settled else PENDING

    @property
    def is_unpriced(self) -> bool:
        """Whether its cost is unknown."""
        return self.price_status == PriceStatus.UNPRICED

    @property
    def cost_difference(self) -> Decimal | None:
        """Our cost less what the emitter said, in USD."""
        if self.cost is None or self.cost_emitted is None:
            return None
        return self.cost - self.cost_emitted


class ChargePage(NamedTuple):
    """A page of charges and where the next one begins."""

    charges: list[ChargeRow]
    next: ChargeKey | None
