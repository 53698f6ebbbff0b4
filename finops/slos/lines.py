"""What the pages of SLOs say, line by line. Pure."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from finops.core import formatting
from finops.slos.models import Slo
from finops.slos.policy import Burn, can_fire
from finops.slos.selectors import Standing
from finops.slos.words import burn_text, objective_text, percent

STATES = {
    "burning": ("Burning", "bad"),
    "spent": ("Budget spent", "bad"),
    "low": ("Little left", "watch"),
    "good": ("Good", "good"),
    "unknown": ("No data", ""),
}
ORDER = list(STATES)
SPANS = {60: "1 h", 5: "5 min", 360: "6 h", 30: "30 min", 4320: "3 d"}


class Line(NamedTuple):
    """An SLO in the list."""

    slo: Slo
    promise: str
    objective: str
    state: str
    label: str
    tone: str
    sli: str
    left: str
    bar: Fraction  # of the budget, 0 to 100
    burn: str
    fastest: str
    counting: bool


class BurnLine(NamedTuple):
    """A tier of alerts beside its two windows."""

    long: str
    short: str
    long_burn: str
    short_burn: str
    factor: str
    bad: int
    total: int
    verdict: str
    tone: str


class Spoken(NamedTuple):
    """How an SLO stands, for its head."""

    label: str
    tone: str
    sli: str
    left: str
    bar: Fraction
    bad: int | None
    total: int | None
    allowed: str
    objective: str
    outlook: str


def list_lines(standings: Iterable[Standing]) -> list[Line]:
    """The SLOs in danger first."""
    lines = [_line(one) for one in standings]
    return sorted(lines, key=lambda line: (ORDER.index(line.state), line.slo.name))


def burn_lines(standing: Standing) -> list[BurnLine]:
    """Every tier of an SLO."""
    return [_burn_line(standing, burn) for burn in standing.status.burns]


def spoken(standing: Standing, now: dt.datetime) -> Spoken:
    """What the head of an SLO's page says."""
    status = standing.status
    label, tone = STATES[status.state]
    known = status.budget is not None
    return Spoken(
        label,
        tone,
        percent(status.sli),
        left_text(standing),
        _bar(standing),
        status.counts.bad if known else None,
        status.counts.total if known else None,
        _allowed(standing),
        f"{objective_text(standing.slo.objective)} promised",
        outlook(standing, now),
    )


def left_text(standing: Standing) -> str:
    """`41 % left`, `12 % overspent`, `spent 20 times`, or a dash."""
    budget = standing.status.budget
    if budget is None:
        return formatting.DASH
    if budget.left < 0:
        times = 1 - budget.left
        return f"spent {burn_text(times)} times" if times >= 2 else f"{percent(-budget.left, 0)} overspent"
    return f"{percent(budget.left, 1 if budget.left < Fraction(1, 10) else 0)} left"


def outlook(standing: Standing, now: dt.datetime) -> str:
    """How long the budget lasts, as a sentence."""
    status = standing.status
    if status.budget is None:
        return "Nothing was counted in its window, which is neither good nor bad."
    if status.budget.left <= 0:
        return "The budget is spent: more was bad than the objective allows."
    if status.exhausted_in is None:
        return "At the rate of the last six hours the budget lasts."
    lasts = formatting.ago(now - status.exhausted_in, now)
    return f"At the rate of the last six hours the budget is spent in {lasts}."


def _line(standing: Standing) -> Line:
    status = standing.status
    label, tone = STATES[status.state]
    fastest = status.fastest
    return Line(
        standing.slo,
        standing.promise,
        objective_text(standing.slo.objective),
        status.state,
        label,
        tone,
        percent(status.sli),
        left_text(standing),
        _bar(standing),
        burn_text(fastest.long),
        "" if fastest.long is None else SPANS[fastest.tier.long // dt.timedelta(minutes=1)],
        not standing.progress.is_done,
    )


def _burn_line(standing: Standing, burn: Burn) -> BurnLine:
    verdict, tone = _verdict(standing, burn)
    minute = dt.timedelta(minutes=1)
    return BurnLine(
        SPANS[burn.tier.long // minute],
        SPANS[burn.tier.short // minute],
        burn_text(burn.long),
        burn_text(burn.short),
        burn_text(burn.factor),
        burn.long_counts.bad,
        burn.long_counts.total,
        verdict,
        tone,
    )


def _verdict(standing: Standing, burn: Burn) -> tuple[str, str]:
    if burn.fires:
        return "Burning", "bad"
    if not can_fire(burn.tier, standing.status.window.length, standing.terms.objective):
        return "Never: the objective allows too much", ""
    if burn.long is None:
        return "No data", ""
    if not burn.enough:
        return f"Fewer than {formatting.counted(standing.terms.minimum_events, 'event')}", ""
    return "Calm", "good"


def _allowed(standing: Standing) -> str:
    """How many events may be bad, of those there were."""
    total = standing.status.counts.total
    return (
        formatting.count(int(total * (1 - Fraction(standing.slo.objective) / 100)))
        if total
        else formatting.DASH
    )


def _bar(standing: Standing) -> Fraction:
    budget = standing.status.budget
    return min(max(budget.left, Fraction(0)), Fraction(1)) * 100 if budget else Fraction(0)


def bar_width(share: Fraction) -> str:
    """A width as SVG writes it."""
    return f"{Decimal(share.numerator) / Decimal(share.denominator):.1f}%"
