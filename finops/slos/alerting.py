"""Which alerts start and which end, from how SLOs stand. Pure."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any, NamedTuple

from finops.slos.policy import Burn, severity
from finops.slos.status import Status, Terms
from finops.slos.types import Severity


class Changes(NamedTuple):
    """The tiers whose alert starts, and those whose alert ends."""

    start: list[Burn]
    end: list[Burn]


def changes(terms: Terms, status: Status, open_tiers: Collection[str]) -> Changes:
    """What changes, given the tiers that alert already. Asking again after it is stored changes nothing."""
    silent = terms.severity is Severity.NONE
    firing = [burn for burn in status.burns if burn.fires and not silent]
    names = {burn.tier.name for burn in firing}
    return Changes(
        [burn for burn in firing if burn.tier.name not in open_tiers],
        [burn for burn in status.burns if burn.tier.name in open_tiers and burn.tier.name not in names],
    )


def loudness(terms: Terms, burn: Burn) -> Severity:
    """How loud the alert of a tier is."""
    return severity(burn.tier, terms.severity)


def numbers(status: Status, burn: Burn) -> dict[str, Any]:
    """What made an alert start or end, for ever: rates as decimal text, None when nothing was counted."""
    return {
        "factor": _text(burn.factor),
        "long_burn": _text(burn.long),
        "short_burn": _text(burn.short),
        "long_bad": burn.long_counts.bad,
        "long_total": burn.long_counts.total,
        "short_bad": burn.short_counts.bad,
        "short_total": burn.short_counts.total,
        "budget_left": _text(status.budget.left if status.budget else None),
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else f"{float(value):.6g}"
