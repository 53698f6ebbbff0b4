"""What a trace is for the list, the waterfall and the API."""

import datetime as dt
import uuid
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import AwareDatetime

from finops.core.paging import Cursor, Integer
from finops.core.periods import Instants
from finops.prices.types import PriceStatus
from finops.spend.reasons import PENDING
from finops.spend.types import Filter, known_cost


class Sort(StrEnum):
    """What stands first in the list; among equals the newest."""

    TIME = "time"
    DURATION = "duration"
    COST = "cost"
    TOKENS = "tokens"


class TraceKey(NamedTuple):
    """A place in the list, newest first unless there is an amount to sort by."""

    start_time: AwareDatetime
    project_id: Integer
    trace_id: uuid.UUID
    amount: Decimal | None = None  # nanoseconds, USD or tokens


CURSOR = Cursor(TraceKey)


class Bound(NamedTuple):
    """What a measure of a trace must at least and at most be: milliseconds, USD or tokens."""

    measure: Sort
    least: Decimal | None = None
    most: Decimal | None = None


class TraceQuery(NamedTuple):
    """Which traces, newest first or by a measure."""

    time: Instants | None = None
    filters: tuple[Filter, ...] = ()
    text: str = ""  # part of the name or of an id, or a whole trace id
    only_errors: bool = False
    only_unpriced: bool = False
    project_ids: tuple[int, ...] | None = None  # what the reader may see; None: all
    after: TraceKey | None = None
    limit: int = 50
    bounds: tuple[Bound, ...] = ()
    sort: Sort = Sort.TIME


class TraceRow(NamedTuple):
    """The summary of one trace, as settling left it. The cost is in USD and leaves out what is unpriced."""

    start_time: dt.datetime
    project_id: int
    trace_id: uuid.UUID
    project: str
    end_time: dt.datetime
    duration_ns: int
    input_tokens: int
    output_tokens: int
    span_count: int
    error_count: int
    call_count: int
    uncounted_count: int
    unpriced_count: int
    has_root: bool
    cost: Decimal
    name: str
    service: str | None
    environment: str | None
    team: str | None
    journey: str | None
    customer: str | None
    end_user: str | None
    session: str | None
    models: list[str]
    entry_tokens: int | None = None  # of its first call; None: nobody says
    tool_count: int | None = None
    tool_repeats: int | None = None  # calls of the tool that the same span had called just before

    def key(self, sort: Sort = Sort.TIME) -> TraceKey:
        """Its place in the list."""
        amounts: dict[Sort, Decimal | int] = {
            Sort.DURATION: self.duration_ns,
            Sort.COST: self.cost,
            Sort.TOKENS: self.input_tokens + self.output_tokens,
        }
        amount = Decimal(amounts[sort]) if sort in amounts else None
        return TraceKey(self.start_time, self.project_id, self.trace_id, amount)

    @property
    def amplification(self) -> Decimal | None:
        """All of its tokens over those of its first call; None when that is unknown."""
        if not self.entry_tokens:
            return None
        return Decimal(self.input_tokens + self.output_tokens) / self.entry_tokens

    @property
    def known_cost(self) -> Decimal | None:
        """The cost, or None when not one of its calls has a price."""
        return known_cost(self.call_count, self.unpriced_count, self.cost)


class TracePage(NamedTuple):
    """A page of traces and where the next one begins. `looked_until`: there may be more from before then,
    but so many traces were looked at already that the page ends early."""

    traces: list[TraceRow]
    next: TraceKey | None
    looked_until: dt.datetime | None = None


class Tally(NamedTuple):
    """How many of the sampled traces share something; `amount` is their cost in USD or a percentile."""

    what: str
    value: str | None
    number: int
    amount: Decimal | None


class SpanRow(NamedTuple):
    """One span as the waterfall needs it; its detail is read when it is opened."""

    span_id: int
    fingerprint: int
    parent_span_id: int | None
    start_time: dt.datetime
    duration_ns: int
    kind: int
    status: int
    role: int
    name: str
    service: str | None
    scope_name: str | None
    origin_id: int


class CallRow(NamedTuple):
    """One charge as the waterfall needs it; the whole of it is read when its span is opened."""

    span_id: int
    fingerprint: int
    line: int
    settled: bool
    counted: bool
    reason: str | None
    price_status: int
    cost: Decimal | None
    input_tokens: int | None
    output_tokens: int | None
    operation: str
    request_model: str | None
    response_model: str | None

    @property
    def model(self) -> str | None:
        """The model that answered, or the one asked for."""
        return self.response_model or self.request_model

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


class SpanDetail(NamedTuple):
    """Everything kept about one span but its content."""

    span_id: int
    fingerprint: int
    parent_span_id: int | None
    start_time: dt.datetime
    duration_ns: int
    kind: int
    status: int
    role: int
    name: str
    dims: dict[str, Any]
    attributes: dict[str, Any]
    events: list[dict[str, Any]]
    links: list[dict[str, Any]]
    flags: list[str]
    has_content: bool
    service: str | None
    scope_name: str | None
    scope_version: str | None
    dialect: str | None
    resource: dict[str, Any]
