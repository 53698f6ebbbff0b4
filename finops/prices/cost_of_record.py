"""Which cost a call is charged with: ours, or else the one its emitter sent. Pure."""

from decimal import Decimal
from typing import NamedTuple

from finops.prices.types import PricedCall, PriceStatus


class CostOfRecord(NamedTuple):
    """What a charge says of its price: USD by kind, None when unknown."""

    status: PriceStatus
    price_id: int | None
    reason: str | None
    cost: Decimal | None
    input: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    output: Decimal | None = None
    other: Decimal | None = None


def cost_of_record(call: PricedCall, emitted: Decimal | None) -> CostOfRecord:
    """Our price where it gives a cost; `emitted` (USD) where it does not; otherwise the cost is unknown."""
    if call.cost is not None:
        return CostOfRecord(call.status, call.price_id, call.reason, *call.cost[:6])
    if emitted is not None:
        return CostOfRecord(PriceStatus.EMITTED, None, call.reason, emitted, other=emitted)
    return CostOfRecord(PriceStatus.UNPRICED, call.price_id, call.reason, None)
