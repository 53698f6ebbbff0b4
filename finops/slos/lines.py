"""What the pages of SLOs say, line by line. Pure."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from finops.core import formatting
from finops.slos.models import Slo, SloStanding
from finops.slos.policy import BY_NAME, Burn, can_fire
from finops.slos.selectors import Standing, promise_of
from finops.slos.states import STATES
from finops.slos.words import burn_text, objective_text, percent

MINUTE = dt.timedelta(minutes=1)
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
    note: str  # why there is less to say than of others


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


def list_lines(slos: Iterable[Slo]) -> list[Line]:
    """SLOs with how they stood when they were last judged, in their order."""
    return [_line(one, getattr(one, "standing", None)) for one in slos]


def burn_lines(standing: Standing) -> list[BurnLine]:
    """Every tier of an SLO."""
    return [_burn_line(standing, burn) for burn in standing.status.burns]


def spoken(standing: Standing, now: dt.datetime) -> Spoken:
    """What the head of an SLO's page says."""
    status = standing.status
    label, tone = STATES[status.state]
    left, known = (status.budget.left, True) if status.budget else (None, False)
    return Spoken(
        label,
        tone,
        percent(status.sli),
        left_text(left),
        _bar(left),
        status.counts.bad if known else None,
        status.counts.total if known else None,
        _allowed(standing),
        f"{objective_text(standing.slo.objective)} promised",
        outlook(standing, now),
    )


def left_text(left: Fraction | None) -> str:
    """`41 % left`, `12 % overspent`, `spent 20 times`, or a dash."""
    if left is None:
        return formatting.DASH
    if left < 0:
        times = 1 - left
        return f"spent {burn_text(times)} times" if times >= 2 else f"{percent(-left, 0)} overspent"
    return f"{percent(left, 1 if left < Fraction(1, 10) else 0)} left"


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


def _line(slo: Slo, standing: SloStanding | None) -> Line:
    state = standing.state if standing else "unknown"
    label, tone = STATES[state]
    left = _exact(standing.left) if standing else None
    burn = _exact(standing.burn) if standing else None
    return Line(
        slo,
        promise_of(slo),
        objective_text(slo.objective),
        state,
        label,
        tone,
        percent(standing.sli if standing else None),
        left_text(left),
        _bar(left),
        burn_text(burn),
        SPANS[BY_NAME[standing.burn_window].long // MINUTE] if standing and burn is not None else "",
        _note(standing),
    )


def _note(standing: SloStanding | None) -> str:
    if standing is None:
        return "not judged yet: within a minute"
    return "" if standing.is_counted else "history is being counted"


def _exact(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _burn_line(standing: Standing, burn: Burn) -> BurnLine:
    verdict, tone = _verdict(standing, burn)
    return BurnLine(
        SPANS[burn.tier.long // MINUTE],
        SPANS[burn.tier.short // MINUTE],
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


def _bar(left: Fraction | None) -> Fraction:
    return Fraction(0) if left is None else min(max(left, Fraction(0)), Fraction(1)) * 100


def bar_width(share: Fraction) -> str:
    """A width as SVG writes it."""
    return f"{Decimal(share.numerator) / Decimal(share.denominator):.1f}%"
