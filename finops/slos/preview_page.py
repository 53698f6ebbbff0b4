"""What a preview says. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from finops.core import formatting
from finops.core.charts import Chart, Point, Target, Unit, time_series
from finops.ledger.objectives.preview_sql import MOST_EVENTS
from finops.slos.budget import allowed_error_rate
from finops.slos.policy import Tier
from finops.slos.preview import DAYS, Preview
from finops.slos.words import burn_text, noun, objective_text, percent, promise


class Told(NamedTuple):
    """A preview in words, with the rate of errors by day."""

    promise: str
    answer: str
    consequence: str
    notes: list[str]
    chart: Chart | None


def told(found: Preview, content: Mapping[str, Any], deaf: Sequence[Tier]) -> Told:
    """What the page says of a preview; `deaf` are the tiers that could never alert."""
    indicator, objective = content["indicator"], content["objective"]
    sentence = promise(indicator, content["subject"], content["value"], content["threshold"], objective)
    if found.budget is None:
        return Told(sentence, f"Nothing was found in the last {DAYS} days.", NOTHING, [], None)
    events = noun(indicator)
    counts = f"{formatting.count(found.counts.total)} {events}"
    return Told(
        sentence,
        f"{percent(found.sli)} of {counts} were good in the last {DAYS} days.",
        _consequence(found, objective),
        _notes(found, deaf, objective, events),
        _chart(found, objective),
    )


NOTHING = (
    "Look whether the name is spelled as telemetry spells it, and whether the indicator fits: calls that are "
    "not streamed have no first token."
)


def _consequence(found: Preview, objective: Decimal) -> str:
    assert found.budget
    left, bad = found.budget.left, formatting.count(found.counts.bad)
    if left < 0:
        return f"{bad} were bad, {burn_text(1 - left)} times what {objective_text(objective)} allows."
    return f"{bad} were bad: {percent(left, 0)} of the error budget would be left."


def _notes(found: Preview, deaf: Sequence[Tier], objective: Decimal, events: str) -> list[str]:
    notes = []
    if found.is_cut:
        notes.append(f"Only the newest {formatting.count(MOST_EVENTS)} {events} were looked at.")
    if found.counts.total * allowed_error_rate(objective) < 1:
        problem = f"So few {events} allow not one to be bad."
        notes.append(f"{problem} A lower objective or a longer window suits them.")
    for tier in deaf:
        silent = f"The alert over {tier.name} would never start: even if all {events} failed,"
        notes.append(f"{silent} {objective_text(objective)} leaves too large a budget.")
    return notes


def _chart(found: Preview, objective: Decimal) -> Chart:
    points = [
        Point(day.day, "Bad, %", _percent(Fraction(day.total - day.good, day.total)))
        for day in found.days
        if day.total
    ]
    return time_series(
        "preview",
        "Bad by day, %",
        Unit.NUMBER,
        points,
        interval="day",
        targets=[Target("allowed", _percent(allowed_error_rate(objective)))],
        adds_up=False,
    )


def _percent(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / Decimal(share.denominator) * 100).quantize(Decimal("0.0001"))
