"""What the Ingestion screen and `/api/v1/batches` tell."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from finops.core.paging import BigInt, Cursor
from finops.ingestion import refusals
from finops.spend.types import known_cost


class BatchKey(NamedTuple):
    """The order of batches, newest first."""

    id: BigInt


CURSOR = Cursor(BatchKey)


class Batch(NamedTuple):
    """One project and signal of a committed group."""

    id: int
    project: str
    signal: int
    received_at: dt.datetime
    settled_at: dt.datetime | None
    min_time: dt.datetime | None
    max_time: dt.datetime | None
    byte_count: int
    request_count: int
    item_count: int
    stored_count: int
    rejected_count: int
    charge_count: int
    attempts: int
    error: str | None


class Minute(NamedTuple):
    """What arrived in one minute."""

    start: dt.datetime
    items: int
    rejected: int


class Quarter(NamedTuple):
    """What arrived in a quarter hour; `lag_seconds` is the p95 until it was counted (None: not yet)."""

    start: dt.datetime
    batches: int
    items: int
    rejected: int
    lag_seconds: float | None


class Flow(NamedTuple):
    """Is telemetry arriving, and how late is it counted?"""

    last_received_at: dt.datetime | None
    unsettled: int
    oldest_unsettled_at: dt.datetime | None
    settle_seconds: float | None  # p95 over the last minutes; None: nothing was settled


class Rejection(NamedTuple):
    """Items refused for one reason."""

    reason: str
    project: str
    service: str | None
    item_count: int
    last_at: dt.datetime
    example: str

    @property
    def words(self) -> refusals.Words:
        """The reason in words, and what to do."""
        return refusals.words(self.reason)


class RefusedKey(NamedTuple):
    """A key that works no longer and was used nevertheless."""

    prefix: str
    project: str
    why: str  # it was revoked, or has expired
    requests: int  # since then
    last_at: dt.datetime


class Emitter(NamedTuple):
    """A library that sends, as seen in one service."""

    project: str
    service: str | None
    dialect: str
    scope_name: str
    scope_version: str
    layer: int
    sources: int
    first_seen: dt.datetime
    reports_calls: bool  # seen in charges of late; false of a framework that only carries the request


class Coverage(NamedTuple):
    """How many calls of one service say what the ledger needs to know."""

    project: str
    service: str | None
    calls: int
    usage: int
    model: int
    journey: int
    team: int
    busiest: list[int]  # those of the busiest dimension sets that are its own


class UnpricedModel(NamedTuple):
    """Calls of one model whose cost is unknown. Tokens: None means that no call said."""

    project: str
    provider: str | None
    request_model: str | None
    response_model: str | None
    calls: int
    unknown_calls: int
    tokens: int | None
    first_day: dt.date
    last_day: dt.date
    reason: str | None

    @property
    def model(self) -> str | None:
        """The model that answered, or was asked for."""
        return self.response_model or self.request_model


class UnattributedSpend(NamedTuple):
    """Spend of one service that no team claims."""

    project: str
    service: str | None
    calls: int
    unpriced_calls: int
    cost: Decimal

    @property
    def known_cost(self) -> Decimal | None:
        """The cost, or None when not one of the calls has a price."""
        return known_cost(self.calls, self.unpriced_calls, self.cost)
