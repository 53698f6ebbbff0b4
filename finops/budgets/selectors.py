"""Reading budgets, how they stand and what they told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from finops.accounts import selectors as accounts
from finops.budgets import evaluation, terms, watch
from finops.budgets.models import Budget, Firing, Status
from finops.budgets.periods import earlier, local_day
from finops.budgets.reading import sums
from finops.budgets.rollover import MOST_PERIODS, carried
from finops.budgets.states import State, state_of
from finops.budgets.types import Forecast, Spent, Standing, Terms
from finops.core.periods import Days

HISTORY = 12  # periods


class Listed(NamedTuple):
    """One budget of the list with its standing; of one for each value with the one in most danger."""

    budget: Budget
    terms: Terms
    standing: Standing | None  # None: it has not begun, or nothing was spent for any value
    values: int
    state: State


class Tally(NamedTuple):
    """How many budgets there are, how many are over, and how many others are expected to end over."""

    budgets: int
    over: int
    expected: int


def tally() -> Tally:
    """As they stood when they were last evaluated: one look, however many there are."""
    over = Q(statuses__spent__gte=F("statuses__amount"))
    ends_over = Q(statuses__expected__gte=F("statuses__amount"))
    found = Budget.objects.filter(archived_at=None).aggregate(
        budgets=Count("pk", distinct=True),
        over=Count("pk", distinct=True, filter=over),
        either=Count("pk", distinct=True, filter=over | ends_over),
    )
    return Tally(found["budgets"], found["over"], found["either"] - found["over"])


def budgets(*, archived: bool = False) -> QuerySet[Budget]:
    """All that are evaluated, or all that are not any more, by name."""
    return (
        Budget.objects.filter(archived_at__isnull=not archived).select_related("owner_team").order_by("name")
    )


def listed(found: Iterable[Budget], now: dt.datetime) -> list[Listed]:
    """These budgets as they stood when they were last evaluated, those in most danger first."""
    known = list(found)
    standing = _standings(known, now)
    rows = [_listed(one, standing.get(one.pk, [])) for one in known]
    return sorted(rows, key=_most_danger)


def _most_danger(row: Listed) -> tuple[int, Decimal, str]:
    return -row.state.danger, -(row.standing.share if row.standing else Decimal(0)), row.budget.name


def _standings(found: Sequence[Budget], now: dt.datetime) -> dict[int, list[Standing]]:
    """From what workers keep; what was said since they looked is computed."""
    kept: dict[int, list[Status]] = defaultdict(list)
    for one in Status.objects.filter(budget__archived_at=None):
        kept[one.budget_id].append(one)
    fresh = {one.pk for one in found if any(status.evaluated_at >= one.revised_at for status in kept[one.pk])}
    result = {number: in_danger(map(_standing, of)) for number, of in kept.items() if number in fresh}
    return result | current([one for one in found if one.pk not in fresh], now)


def current(found: Sequence[Budget], now: dt.datetime) -> dict[int, list[Standing]]:
    """How budgets stand now, computed from what is stored, those in most danger first."""
    forecasts = watch.forecasts([one.pk for one in found])
    zones = {one.pk: one.time_zone for one in found}
    return {
        number: in_danger(one for one in of if evaluation.covers(one.days, now, zones[number]))
        for number, of in evaluation.standings(map(watch.said, found), now, forecasts).items()
    }


def in_danger(standings: Iterable[Standing]) -> list[Standing]:
    """The largest share first."""
    return sorted(standings, key=lambda one: (-one.share, one.value))


def _standing(kept: Status) -> Standing:
    days = Days(kept.period_start, kept.period_end)
    expected = kept.expected
    forecast = None if expected is None else Forecast(expected, expected, expected, "", 0)
    return Standing(kept.value, days, kept.amount, kept.spent, kept.left_out, forecast)


def _listed(budget: Budget, standings: Sequence[Standing]) -> Listed:
    said = terms.terms_of(budget)
    worst = standings[0] if standings else None
    return Listed(budget, said, worst, len(standings), state_of(worst, said))


def history(said: Terms, now: dt.datetime, *, value: str = "", most: int = HISTORY) -> list[Standing]:
    """How its terms would have stood in the periods before this one, the newest first."""
    today, fiscal_start = local_day(now, said.zone), accounts.fiscal_year_start()
    past = [*earlier(said.period, today, said.starts_on, fiscal_start, most=most + MOST_PERIODS)]
    spent = [sums(days, said.zone, [said.scope]).spent(said.scope).get(value, Spent()) for days in past]
    found = []
    for place, days in enumerate(past[:most]):
        before = [one.of(said.measure) for one in reversed(spent[place + 1 : place + 1 + MOST_PERIODS])]
        amount = said.amount + (carried(said.amount, before) if said.rollover else 0)
        left_out = spent[place].left_out(said.measure)
        found.append(Standing(value, days, amount, spent[place].of(said.measure), left_out))
    return found


def firings(budget: Budget, *, most: int) -> list[Firing]:
    """What it told, what is still so first, then the newest."""
    newest = (F("cleared_at").asc(nulls_first=True), "-fired_at", "-pk")
    return list(budget.firings.order_by(*newest)[:most])
