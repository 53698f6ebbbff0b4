"""The step that prices a usage record, from a price book held in memory."""

from datetime import UTC, datetime
from decimal import Decimal

from finops.prices.pricebook import PriceBook

from finops.prices.types import PriceStatus
from finops.telemetry.types import Role
from ingest.records import LlmUsage, PricedUsage


def price(usage: LlmUsage, start_ns: int, book: PriceBook) -> PricedUsage:
    """Price one usage record at the moment the call started. Pure."""
    if usage.cache_hit or not usage.billable or (usage.is_error and not usage.usage.known):
        return _free(usage)
    start = datetime.fromtimestamp(start_ns // 1_000_000_000, UTC)
    status, price_id, reason, cost = book.cost(
        usage.provider, usage.response_model, usage.request_model, usage.service_tier, start, usage.usage
    )
    if cost is not None:
        return PricedUsage(
            usage, status, price_id, reason,
            cost.total, cost.input, cost.cache_read, cost.cache_write, cost.output, cost.other,
        )  # fmt: skip
    if usage.cost_emitted is not None and usage.role != Role.ENGINE:
        emitted = usage.cost_emitted
        return PricedUsage(usage, PriceStatus.EMITTED, None, reason, emitted, None, None, None, None, emitted)
    return PricedUsage(usage, PriceStatus.UNPRICED, price_id, reason, None, None, None, None, None, None)


def _free(usage: LlmUsage) -> PricedUsage:
    return PricedUsage(usage, PriceStatus.FREE, None, None, *[Decimal(0)] * 6)
