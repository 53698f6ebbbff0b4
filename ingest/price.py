"""The step that prices a usage record, from a price book held in memory."""

from decimal import Decimal

from finops.prices.cost_of_record import cost_of_record
from finops.prices.pricebook import PriceBook
from finops.prices.types import PriceStatus
from finops.telemetry.types import Role
from ingest.records import LlmUsage, PricedUsage


def price(usage: LlmUsage, start_ns: int, book: PriceBook) -> PricedUsage:
    """Price one usage record at the moment the call started. Pure."""
    if usage.cache_hit or not usage.billable or (usage.is_error and not usage.usage.known):
        return _free(usage)
    call = book.cost(
        provider=usage.provider,
        response_model=usage.response_model,
        request_model=usage.request_model,
        service_tier=usage.service_tier,
        start_ns=start_ns,
        usage=usage.usage,
    )
    # What an inference server says of costs is not what anybody is billed.
    emitted = None if usage.role == Role.ENGINE else usage.cost_emitted
    return PricedUsage(usage, *cost_of_record(call, emitted))


def _free(usage: LlmUsage) -> PricedUsage:
    return PricedUsage(usage, PriceStatus.FREE, None, None, *[Decimal(0)] * 6)
