"""What earlier periods left over. Pure."""

from collections.abc import Iterable
from decimal import Decimal

MOST_PERIODS = 12  # left-overs older than that are gone


def carried(amount: Decimal, spent: Iterable[Decimal]) -> Decimal:
    """What the periods before left, the oldest first. Too much leaves nothing, and no debt."""
    left = Decimal(0)
    for one in spent:
        left = max(amount + left - one, Decimal(0))
    return left
