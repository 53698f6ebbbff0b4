"""What a call costs: exact, and explained line by line."""

from decimal import Decimal

from finops.prices.tariff import EXACT, PER_CALL, Line, Tariff
from finops.prices.types import Cost, CostComponent, PriceReason, Usage

ZERO = Decimal(0)
# Money columns are numeric(38, 24).
TOO_MUCH = Decimal(10) ** 14

_add, _multiply = EXACT.add, EXACT.multiply


def calculate(
    tariff: Tariff, usage: Usage, *, explain: bool = True, many_calls: bool = False
) -> Cost | PriceReason:
    """The cost of a call in USD, or why its usage has none. Agrees with genai-prices to the last digit.

    Every token is priced once, by the most specific rate there is: cached input by the cache rate, or as
    plain input where the price has no cache rate. A part the emitter does not report counts as zero,
    a total it does not report leaves the cost unknown. Without `explain` the components are left out,
    which takes half the time. The usage of `many_calls` says nothing of how long each was: it is priced
    at the rates of short ones.
    """
    if reason := _unusable(tariff, usage):
        return reason
    kinds = [ZERO, ZERO, ZERO, ZERO, ZERO]
    components: list[CostComponent] = []
    for line in _lines(tariff, 0 if many_calls else usage.input_tokens or 0):
        _, kind, field, parts, _, _, unit_rate = line
        quantity = 1 if field == PER_CALL else usage[field] or 0
        for part in parts:
            quantity -= usage[part] or 0
        if quantity > 0:
            cost = _multiply(unit_rate, quantity)
            kinds[kind] = _add(kinds[kind], cost)
            if explain:
                components.append(_component(line, quantity, cost))
        elif quantity:
            return PriceReason.INCONSISTENT_USAGE
    return _cost(kinds, components)


def _unusable(tariff: Tariff, usage: Usage) -> PriceReason | None:
    if not tariff.has_token_rate:
        return PriceReason.NO_TOKEN_RATE
    for field in tariff.required:
        if usage[field] is None:
            return PriceReason.UNKNOWN_USAGE
    if not tariff.required and not usage.known:
        return PriceReason.UNKNOWN_USAGE
    for one, other in tariff.overlaps:
        if usage[one] and usage[other]:
            return PriceReason.AMBIGUOUS_USAGE
    for whole, part in tariff.strays:
        if usage[part] and usage[whole] is None:
            return PriceReason.INCONSISTENT_USAGE
    return None


def _lines(tariff: Tariff, tokens: int) -> tuple[Line, ...]:
    bands = tariff.bands
    if len(bands) > 1:
        for band in bands:
            if tokens > band.start:
                return band.lines
    return bands[-1].lines


def _component(line: Line, quantity: int, cost: Decimal) -> CostComponent:
    return CostComponent(line.unit, Decimal(quantity), line.rate, line.per, cost)


def _cost(kinds: list[Decimal], components: list[CostComponent]) -> Cost | PriceReason:
    uncached, cache_read, cache_write, output, other = kinds
    total = _add(_add(_add(_add(uncached, cache_read), cache_write), output), other)
    if total >= TOO_MUCH:
        return PriceReason.IMPLAUSIBLE_USAGE
    return Cost(total, uncached, cache_read, cache_write, output, other, tuple(components))
