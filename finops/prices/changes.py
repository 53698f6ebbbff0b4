"""Changes of prices, and which of them concern calls to these models. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.core.formatting import exact_amount
from finops.prices.clauses import NameIndex, Rule
from finops.prices.matching import canonical_provider
from finops.prices.types import Rate

MILLION = 1_000_000
UNITS = {"input_tokens": "input", "cache_read_tokens": "cached input", "output_tokens": "output"}


class CallName(NamedTuple):
    """How calls name who sells them and which model answered."""

    provider: str | None
    model: str


class PriceChange(NamedTuple):
    """A model has other rates from this UTC day on; no rates before: it had no price."""

    call: CallName
    day: dt.date
    before: tuple[Rate, ...]
    after: tuple[Rate, ...]


class ModelRule(NamedTuple):
    """A model of the price book and the rule that recognises its name."""

    provider: str
    model_id: int
    match: Rule


def models_called(calls: Iterable[CallName], rules: Iterable[ModelRule]) -> dict[int, CallName]:
    """The models of the price book that these calls are priced as; `rules` come in the order of the book."""
    by_provider: dict[str, list[tuple[Rule, int]]] = {}
    for rule in rules:
        by_provider.setdefault(rule.provider, []).append((rule.match, rule.model_id))
    indexes = {provider: NameIndex(entries) for provider, entries in by_provider.items()}
    found: dict[int, CallName] = {}
    for call in calls:
        index = indexes.get(seller(call) or "")
        model_id = index.find(call.model.lower()) if index else None
        if model_id is not None:
            found.setdefault(model_id, call)
    return found


def seller(call: CallName) -> str | None:
    """The catalogue's name of who sells it; None when nobody can tell."""
    return canonical_provider(call.provider, None, call.model)


def described(change: PriceChange) -> str:
    """`gpt-5: input $1.25 to $1, output $10 to $8 a million`; of a first price, what it is."""
    now, before = _by_unit(change.after), _by_unit(change.before)
    if not before:
        rates = ", ".join(f"{UNITS[unit]} {exact_amount(rate)}" for unit, rate in now.items())
        return f"{change.call.model} has its first price" + (f": {rates} a million" if rates else "")
    moved = ", ".join(
        f"{UNITS[unit]} {exact_amount(before[unit])} to {exact_amount(rate)}"
        for unit, rate in now.items()
        if unit in before and before[unit] != rate
    )
    return f"{change.call.model}: {moved} a million" if moved else f"{change.call.model} has another price"


def changed(before: Sequence[Rate], after: Sequence[Rate]) -> bool:
    """Whether a price differs from the one it follows: a catalogue may write the same again."""
    return set(before) != set(after)


def _by_unit(rates: Iterable[Rate]) -> Mapping[str, Decimal]:
    """USD per million tokens without tiers, in the order people read them."""
    known = {rate.unit: rate.rate * MILLION / rate.per for rate in rates if not rate.tier_start}
    return {unit: known[unit] for unit in UNITS if unit in known}
