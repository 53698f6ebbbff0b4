"""Evaluating all budgets: how they stand is kept for the pages, what they reach is told once."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import F, Q

from finops.accounts import selectors as accounts
from finops.budgets import evaluation, terms
from finops.budgets.decisions import Decisions, Fired, Judged, Key, decide
from finops.budgets.evaluation import KnownForecast, Said, covers
from finops.budgets.models import Budget, Firing, Status
from finops.budgets.models import Forecast as StoredForecast
from finops.budgets.periods import local_day
from finops.budgets.telling import tell_begun, tell_cleared, tell_over
from finops.budgets.types import Backtest, Forecast, Kind, Standing, Threshold
from finops.core.db import locks

MOST_VALUES = 2_000  # of a budget for each value: the dearest
EDITED, ARCHIVED, CORRECTED = "edited", "archived", "corrected"
STATUS_COLUMNS = ("period_start", "period_end", "amount", "spent", "left_out", "expected", "evaluated_at")


@transaction.atomic
def evaluate_all(now: dt.datetime) -> Decisions | None:
    """Evaluate every budget at an aware moment. None while another worker does."""
    if not locks.take(locks.BUDGETS):
        return None
    budgets = {one.pk: one for one in Budget.objects.filter(archived_at=None)}
    found = evaluation.standings(map(said, budgets.values()), now, forecasts())
    fiscal_start = accounts.fiscal_year_start()
    judged = [_judged(budgets[number], of, now, fiscal_start) for number, of in found.items()]
    decisions = decide(judged, _fired({day for one in judged for day in one.periods}))
    _write(decisions, budgets, now)
    _end_those_of_other_terms(now)
    tell_over({(number, one.value, one.days.start): one for number, of in found.items() for one in of}, now)
    _keep({budgets[number]: of for number, of in found.items()}, now)
    return decisions


def _judged(budget: Budget, standings: list[Standing], now: dt.datetime, fiscal_start: int) -> Judged:
    asked = evaluation.asked(said(budget), now, fiscal_start)
    periods = frozenset(days.start for days in asked.windows) if asked else frozenset()
    return Judged(budget.pk, budget.revision, terms.terms_of(budget).thresholds, standings, periods)


def said(budget: Budget) -> Said:
    """A stored budget as it is evaluated."""
    return Said(budget.pk, terms.terms_of(budget), budget.revised_at)


def forecasts(budgets: Iterable[int] | None = None) -> dict[tuple[int, str], KnownForecast]:
    """The forecasts of what these budgets say now, or all of them."""
    found = StoredForecast.objects.select_related("budget")
    if budgets is not None:
        found = found.filter(budget__in=budgets)
    return {
        (one.budget_id, one.value): KnownForecast(one.period_start, forecast)
        for one in found
        if one.revision == one.budget.revision and (forecast := _forecast(one))
    }


def _forecast(one: StoredForecast) -> Forecast | None:
    if one.expected is None or one.low is None or one.high is None:
        return None
    found = Forecast(one.expected, one.low, one.high, one.method, one.days, _backtest(one))
    return found.shifted(one.before)


def _backtest(one: StoredForecast) -> Backtest | None:
    known = (one.tested_ahead, one.tested, one.tested_inside)
    if one.tested_revision != one.revision or None in known:
        return None
    ahead, made, inside = (number or 0 for number in known)
    return Backtest(ahead, made, inside, one.tested_error)


def dearest(standings: Sequence[Standing]) -> list[Standing]:
    """No more values than anybody looks through, by what was spent."""
    return sorted(standings, key=lambda one: (-one.spent, one.value))[:MOST_VALUES]


def _fired(starts: Collection[dt.date]) -> dict[Key, Fired]:
    known = Firing.objects.filter(period_start__in=starts, budget__archived_at=None)
    return {
        Key(
            one.budget_id, one.revision, one.value, one.period_start, Threshold(Kind(one.kind), one.percent)
        ): Fired(one.pk, one.cleared_at is not None)
        for one in known
    }


def _write(decisions: Decisions, budgets: Mapping[int, Budget], now: dt.datetime) -> None:
    fired = Firing.objects.bulk_create(
        _firing(key, standing, budgets[key.budget], now) for key, standing in decisions.fire
    )
    cleared = Firing.objects.in_bulk(pk for pk, _ in decisions.clear)
    for pk, spent in decisions.clear:
        one = cleared[pk]
        one.cleared_at, one.cleared_spent, one.cleared_because = now, spent, CORRECTED
    columns = ["cleared_at", "cleared_spent", "cleared_because"]
    Firing.objects.bulk_update(cleared.values(), columns, batch_size=1000)
    again = Firing.objects.filter(pk__in=decisions.again).select_related("budget")
    again.update(cleared_at=None, cleared_spent=None, cleared_because="", times=F("times") + 1)
    tell_begun([*fired, *again], now)
    tell_cleared(cleared.values(), now)


def _firing(key: Key, standing: Standing, budget: Budget, now: dt.datetime) -> Firing:
    return Firing(
        budget=budget,
        revision=key.revision,
        value=key.value,
        period_start=standing.days.start,
        period_end=standing.days.end,
        kind=str(key.threshold.kind),
        percent=key.threshold.percent,
        amount=standing.amount,
        spent=standing.spent,
        expected=standing.forecast.expected if standing.forecast else None,
        terms=terms.as_json(terms.terms_of(budget)),
        fired_at=now,
    )


def _end_those_of_other_terms(now: dt.datetime) -> None:
    """What an edited or archived budget told of a period that goes on is no longer so."""
    ended = []
    for one in Firing.objects.filter(cleared_at=None).select_related("budget").filter(_other_terms()):
        if one.period_end > local_day(now, one.budget.time_zone):
            one.cleared_at, one.cleared_because = now, ARCHIVED if one.budget.archived_at else EDITED
            one.save(update_fields=["cleared_at", "cleared_because"])
            ended.append(one)
    tell_cleared(ended, now)


def _other_terms() -> Q:
    return ~Q(revision=F("budget__revision")) | Q(budget__archived_at__isnull=False)


def _keep(found: Mapping[Budget, Sequence[Standing]], now: dt.datetime) -> None:
    """How each stands in its current period; values that are gone are forgotten."""
    rows = [
        _status(budget.pk, standing, now)
        for budget, of in found.items()
        for standing in dearest([one for one in of if covers(one.days, now, budget.time_zone)])
    ]
    Status.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["budget", "value"],
        update_fields=STATUS_COLUMNS,
        batch_size=1000,
    )
    Status.objects.filter(evaluated_at__lt=now).delete()


def _status(number: int, standing: Standing, now: dt.datetime) -> Status:
    return Status(
        budget_id=number,
        value=standing.value,
        period_start=standing.days.start,
        period_end=standing.days.end,
        amount=standing.amount,
        spent=standing.spent,
        left_out=standing.left_out,
        expected=standing.forecast.expected if standing.forecast else None,
        evaluated_at=now,
    )
