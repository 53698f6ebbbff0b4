"""What fires and what clears, from how budgets stand and what has fired. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from finops.budgets.thresholds import reached
from finops.budgets.types import Standing, Threshold


class Key(NamedTuple):
    """What fires once: a threshold of one revision of a budget, for one value and period."""

    budget: int
    revision: int
    value: str
    period_start: date
    threshold: Threshold


class Fired(NamedTuple):
    """A threshold that has fired, and whether it is no longer reached."""

    id: int
    cleared: bool


class Decisions(NamedTuple):
    """What has to be written: what fires now, what is no longer reached, what is reached again."""

    fire: list[tuple[Key, Standing]]
    clear: list[tuple[int, Decimal]]  # what has fired, and what is spent now
    again: list[int]


class Judged(NamedTuple):
    """One budget with what it says of thresholds and how it stands."""

    number: int
    revision: int
    thresholds: tuple[Threshold, ...]
    standings: list[Standing]
    periods: frozenset[date]  # the first days of those it was evaluated in


def decide(budgets: Iterable[Judged], fired: Mapping[Key, Fired]) -> Decisions:
    """Compare what is reached with what has fired. Asking twice decides nothing the second time.

    What was reached, is taken back by a correction and is reached again does not fire a second time.
    """
    decisions, evaluated = Decisions([], [], []), set[Key]()
    periods = dict[tuple[int, int], frozenset[date]]()
    for budget in budgets:
        periods[budget.number, budget.revision] = budget.periods
        for standing in budget.standings:
            now = reached(standing, budget.thresholds)
            for threshold in budget.thresholds:
                key = Key(budget.number, budget.revision, standing.value, standing.days.start, threshold)
                evaluated.add(key)
                _compare(decisions, key, standing, fired.get(key), is_reached=threshold in now)
    # Of a value that nothing is spent for any more there is no standing.
    for key, known in fired.items():
        asked = key.period_start in periods.get((key.budget, key.revision), ())
        if asked and key not in evaluated and not known.cleared:
            decisions.clear.append((known.id, Decimal(0)))
    return decisions


def _compare(
    decisions: Decisions, key: Key, standing: Standing, known: Fired | None, *, is_reached: bool
) -> None:
    if known is None:
        if is_reached:
            decisions.fire.append((key, standing))
    elif is_reached and known.cleared:
        decisions.again.append(known.id)
    elif not is_reached and not known.cleared:
        decisions.clear.append((known.id, standing.spent))
