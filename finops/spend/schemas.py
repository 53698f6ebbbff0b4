"""What the API says about spend and charges. Money is text, because JSON numbers lose digits."""

import datetime as dt
from decimal import Decimal
from typing import Any

from ninja import Schema

from finops.core.parameters import hex_from_signed
from finops.prices.types import PriceReference, PriceStatus
from finops.spend import reasons
from finops.spend.charge_types import ChargeRow
from finops.spend.reporting import Reported
from finops.spend.types import Measures, SpendRow, Unattributed

COMPONENTS = ("input", "cache_read", "cache_write", "output", "other")
TOKENS = ("input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens")


class CostComponents(Schema):
    """The cost by kind, USD. Null: unpriced."""

    input: str | None
    cache_read: str | None
    cache_write: str | None
    output: str | None
    other: str | None


class SumsOut(Schema):
    """Sums of a group. `cost` is null when no call has a price, tokens are null when no call says."""

    calls: int
    errors: int
    unpriced_calls: int
    unknown_calls: int
    input_tokens: int | None
    cache_read_tokens: int | None
    cache_write_tokens: int | None
    output_tokens: int | None
    reasoning_tokens: int | None
    cost: str | None


class MeasuresOut(SumsOut):
    """Sums of a group with the cost by kind."""

    cost_components: CostComponents


class SpendRowOut(MeasuresOut, extra="allow"):
    """One group: its dimensions by name beside the sums. Null: unattributed."""

    period: dt.date | None = None


class UnattributedOut(Schema):
    """Spend that nobody claimed in one dimension."""

    calls: int
    cost: str | None


class UnpricedOut(Schema):
    """Calls whose cost is unknown, and so in no cost of this answer."""

    calls: int


class ReportedOut(Schema):
    """The total in the organisation's reporting currency, at its exchange rate of each month.

    The cost is null while a month has no rate.
    """

    currency: str
    cost: str | None
    months_without_rate: list[dt.date]


class SpendOut(Schema):
    """Who spent what."""

    start: dt.date
    end: dt.date
    time_zone: str
    currency: str
    interval: str | None
    group_by: list[str]
    rows: list[SpendRowOut]
    truncated: bool
    totals: MeasuresOut
    reported: ReportedOut | None
    unattributed: dict[str, UnattributedOut]
    unpriced: UnpricedOut


class PriceOut(Schema):
    """The price a charge was computed with."""

    source: str
    version: str
    valid_from: dt.date | None


class ChargeOut(Schema):
    """One metered thing. Tokens are null when the emitter does not say; the cost is null when unpriced."""

    trace_id: str
    span_id: str
    time: dt.datetime
    project: str
    source: str
    operation: str
    provider: str | None
    request_model: str | None
    response_model: str | None
    response_id: str | None
    input_tokens: int | None
    cache_read_tokens: int | None
    cache_write_tokens: int | None
    output_tokens: int | None
    reasoning_tokens: int | None
    duration_ns: int
    ttft_ns: int | None
    is_error: bool
    counted: bool
    uncounted_reason: str | None
    counted_instead: str | None
    cost: str | None
    cost_components: CostComponents
    cost_emitted: str | None
    currency: str
    price: PriceOut | None
    price_status: str
    price_reason: str | None
    flags: list[str]
    team: str | None
    cost_center: str | None
    journey: str | None
    step: str | None
    feature: str | None
    agent: str | None
    prompt_name: str | None
    prompt_version: str | None
    customer: str | None
    user: str | None
    session: str | None
    service: str | None
    environment: str | None
    region: str | None
    service_tier: str | None
    custom: dict[str, str]


class ChargesOut(Schema):
    """A page of charges, newest first; `next` is the cursor of the following page, null at the end."""

    items: list[ChargeOut]
    next: str | None


def decimal_text(value: Decimal | None) -> str | None:
    """Every digit that is not a trailing zero, never in scientific notation."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def sums_out(measures: Measures) -> dict[str, Any]:
    """Sums with what is unknown as null."""
    return {
        **{name: getattr(measures, name) for name in SumsOut.model_fields},
        **({} if measures.tokens_known else dict.fromkeys(TOKENS)),
        "cost": decimal_text(measures.known_cost),
    }


def measures_out(measures: Measures) -> dict[str, Any]:
    """Sums with the cost by kind."""
    known = measures.known_cost is not None
    return {
        **sums_out(measures),
        "cost_components": {
            kind: decimal_text(getattr(measures, f"cost_{kind}")) if known else None for kind in COMPONENTS
        },
    }


def row_out(row: SpendRow, group_by: tuple[str, ...]) -> dict[str, Any]:
    """A group with its dimensions by name."""
    return {
        "period": row.period,
        **dict(zip(group_by, row.values, strict=True)),
        **measures_out(row.measures),
    }


def unattributed_out(claim: Unattributed) -> dict[str, Any]:
    """What nobody claimed, as the API tells it."""
    return {"calls": claim.calls, "cost": decimal_text(claim.known_cost)}


def reported_out(found: Reported | None) -> dict[str, Any] | None:
    """The total in the reporting currency; None where there is none."""
    if found is None:
        return None
    cost = None if found.amount is None else str(found.amount)
    return {"currency": found.currency, "cost": cost, "months_without_rate": list(found.missing)}


def charge_out(charge: ChargeRow, price: PriceReference | None, currency: str) -> dict[str, Any]:
    """A charge as the API tells it."""
    return {
        **{name: getattr(charge, name) for name in ChargeOut.model_fields if hasattr(charge, name)},
        "trace_id": charge.trace_id.hex,
        "span_id": hex_from_signed(charge.span_id),
        "source": reasons.SOURCES.get(charge.source, "other"),
        "counted_instead": None if charge.winner_span_id is None else hex_from_signed(charge.winner_span_id),
        "cost": decimal_text(charge.cost),
        "cost_components": {kind: decimal_text(getattr(charge, f"cost_{kind}")) for kind in COMPONENTS},
        "cost_emitted": decimal_text(charge.cost_emitted),
        "currency": currency,
        "price": price and price._asdict(),
        "price_status": PriceStatus(charge.price_status).name.lower(),
        "flags": charge.flags or [],
        "custom": charge.custom_values,
    }
