"""Which thresholds a budget has reached. Pure, and asked anew each time: there is nothing to reset."""

from collections.abc import Iterable

from finops.budgets.types import Kind, Standing, Threshold

DEFAULT = (
    Threshold(Kind.ACTUAL, 50),
    Threshold(Kind.ACTUAL, 80),
    Threshold(Kind.ACTUAL, 100),
    Threshold(Kind.FORECAST, 100),
)


def reached(standing: Standing, thresholds: Iterable[Threshold]) -> frozenset[Threshold]:
    """Those whose share of the amount is spent, or expected, or more. Exact: no rounding decides."""
    return frozenset(threshold for threshold in thresholds if _is_reached(standing, threshold))


def _is_reached(standing: Standing, threshold: Threshold) -> bool:
    value = standing.spent
    if threshold.kind == Kind.FORECAST:
        if standing.forecast is None:
            return False
        value = standing.forecast.expected
    return value * 100 >= standing.amount * threshold.percent
