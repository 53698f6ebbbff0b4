"""Codes of the ledger in plain words, for people and for the API's readers."""

from finops.ledger.types import ChargeSource, Counted, Uncounted
from finops.prices.types import PriceReason, PriceStatus

PENDING = "pending"  # stored, not settled yet

UNCOUNTED: dict[str, str] = {
    Uncounted.FAILED: "The call failed and reported no usage, so there is nothing to pay for.",
    Uncounted.SUPERSEDED: "A later, fuller version of the same span counts instead.",
    Uncounted.AGGREGATE: "It repeats the sum of the calls below it, and those count.",
    Uncounted.DUPLICATE: "Another span of the same call, nested with this one, counts instead.",
    Uncounted.SAME_RESPONSE: "Another span with the same response id counts instead.",
    Uncounted.SIMILAR: "A twin from another library, with equal tokens at the same time, counts instead.",
    Uncounted.REPLAY: "A stored response was fetched again; it was paid for the first time.",
    Uncounted.ENGINE: "It is the inference server's own view of a call that counts elsewhere.",
    Uncounted.COVERED: "The agent above it reports the usage that this call does not carry.",
    Uncounted.NOT_BILLABLE: "It is free by nature: it counts tokens or fetches a stored response.",
    Uncounted.CUMULATIVE: "It is a running total over several runs, which would count them again.",
    Uncounted.METERED: "It is a counter of tokens; the calls it counted are known one by one, and count.",
    PENDING: "It was stored a moment ago and is not settled yet.",
}

COUNTED: dict[str, str] = {
    Counted.SOLE: "It is the only span that reports this call.",
    Counted.WINNER: "Several spans report this call; this one is the best witness, so it counts once.",
    Counted.FALLBACK: "Nothing below it reports usage, so its own total counts.",
}

PRICE_REASONS: dict[str, str] = {
    PriceReason.MISSING_MODEL: "The span does not name a model.",
    PriceReason.UNKNOWN_PROVIDER: "No price list has this provider, or the span does not name one.",
    PriceReason.UNKNOWN_MODEL: "The provider's price list has no model of this name.",
    PriceReason.NO_TOKEN_RATE: "The model is known, but not sold by the token.",
    PriceReason.UNKNOWN_USAGE: "The span does not say how many tokens the call took.",
    PriceReason.INCONSISTENT_USAGE: "The parts of the usage exceed their total, so there is no exact price.",
    PriceReason.AMBIGUOUS_USAGE: "The span does not say how much of the cached input was audio.",
    PriceReason.IMPLAUSIBLE_USAGE: "The usage is too large to be true.",
    PriceReason.TIER_UNKNOWN: "No price is known for its service tier; it is priced as standard.",
}

PRICE_STATUS: dict[int, str] = {
    PriceStatus.PRICED: "Priced with our price list.",
    PriceStatus.EMITTED: "No price is known here; the cost is what the emitter said.",
    PriceStatus.UNPRICED: "No price is known, so the cost is unknown. It is not zero.",
    PriceStatus.FREE: "Known to cost nothing.",
}

SOURCES: dict[int, str] = {source: source.name.lower() for source in ChargeSource}


def uncounted(code: str | None) -> str:
    """Why a charge does not count."""
    return UNCOUNTED.get(code or "", f"Not counted: {code or 'no reason given'}.")


def unpriced(code: str | None) -> str:
    """Why a charge has no price."""
    return PRICE_REASONS.get(code or "", f"No price: {code or 'no reason given'}.")
