"""A change of what a run costs, split into calls a run, tokens a call and the price of a token. Pure.

Logarithmic mean Divisia index (Ang, "Decomposition analysis for policymaking in energy", Energy Policy 32,
2004, pages 1131 to 1139): the parts add up to the change exactly, in whichever order they are taken.
"""

from decimal import Decimal, localcontext
from typing import NamedTuple

from finops.journeys.changes.types import Side

DIGITS, NEAR = 50, Decimal("1e-15")


class Factor(NamedTuple):
    """One factor of the cost of a run on both sides, and the USD a run that its change made."""

    name: str
    before: Decimal
    after: Decimal
    effect: Decimal


def split(before: Side, after: Side) -> list[Factor]:
    """The factors of the cost of a run; empty where one of them is unknown or zero on either side."""
    sides = [_factors(before), _factors(after)]
    if any(not value for side in sides for value in side.values()):
        return []
    first, second = sides
    with localcontext(prec=DIGITS):
        mean = _logarithmic_mean(_product(first), _product(second))
        return [
            Factor(name, first[name], second[name], mean * (second[name] / first[name]).ln())
            for name in first
        ]


def _factors(side: Side) -> dict[str, Decimal]:
    known = side.runs and side.calls and side.tokens and side.cost
    if not known:
        return {"calls": Decimal(0)}
    assert side.tokens and side.cost
    return {
        "calls": Decimal(side.calls) / side.runs,
        "tokens": Decimal(side.tokens) / side.calls,
        "price": side.cost / side.tokens,
    }


def _product(factors: dict[str, Decimal]) -> Decimal:
    product = Decimal(1)
    for value in factors.values():
        product *= value
    return product


def _logarithmic_mean(one: Decimal, other: Decimal) -> Decimal:
    # Of two that are as good as equal it is the middle; the quotient would have no digits left.
    if abs(other / one - 1) < NEAR:
        return (one + other) / 2
    return (other - one) / (other / one).ln()
