"""Forecasts of budgets are tried on their own past, a few at a time, once those of today are made."""

import datetime as dt
import time
from itertools import groupby

from django.db.models import F, Q, QuerySet

from finops.budgets import reading
from finops.budgets.backtest import backtest
from finops.budgets.forecasting import recorded_days
from finops.budgets.models import Budget, Forecast
from finops.budgets.terms import terms_of
from finops.budgets.types import Scope
from finops.core.periods import Days
from finops.spend.types import Filter

HISTORY = 400  # days that are looked back
WEEK = dt.timedelta(days=7)  # after which it is tried again
RECENT = dt.timedelta(days=2)  # forecasts older than that are of values nobody spends for any more
MOST_DUE = 200  # that are looked at once: more than fit into a slice of seconds


def backtest_some(now: dt.datetime, *, seconds: float) -> int:
    """Try forecasts that were not tried for a week, for so long; how many were tried.

    Another revision and a forecast that looks further ahead than what was tried are tried at once.
    """
    until, tested = time.monotonic() + seconds, 0
    due = _due(now).select_related("budget").order_by("budget_id", "made_on", "value")[:MOST_DUE]
    for (budget, today), forecasts in groupby(due, key=lambda one: (one.budget, one.made_on)):
        if time.monotonic() > until:
            break
        tested += _test(budget, today, list(forecasts), until)
    return tested


def _due(now: dt.datetime) -> QuerySet[Forecast]:
    stale = Q(tested_on=None) | Q(tested_on__lte=F("made_on") - WEEK)
    other = ~Q(tested_revision=F("revision")) | Q(tested_ahead__lt=F("ahead"))
    current = Forecast.objects.filter(budget__archived_at=None, revision=F("budget__revision"))
    return current.filter(stale | other, made_on__gte=(now - RECENT).date(), ahead__gt=0).exclude(
        expected=None
    )


def _test(budget: Budget, today: dt.date, forecasts: list[Forecast], until: float) -> int:
    terms = terms_of(budget)
    scope = _narrowed(terms.scope, [one.value for one in forecasts])
    history = reading.daily(Days(today - dt.timedelta(days=HISTORY), today), scope)
    for number, one in enumerate(forecasts):
        if time.monotonic() > until:
            return number
        series = recorded_days(history.get(one.value, {}), terms, today)
        found = backtest(series, (today - one.period_start).days, one.ahead)
        # Of another revision by now, it is another forecast.
        Forecast.objects.filter(pk=one.pk, revision=one.revision).update(
            tested_on=today,
            tested_revision=one.revision,
            tested_ahead=found.ahead,
            tested=found.made,
            tested_inside=found.inside,
            tested_error=found.error,
        )
    return len(forecasts)


def _narrowed(scope: Scope, values: list[str]) -> Scope:
    """The scope without values that are not asked for: there may be thousands."""
    if not scope.each:
        return scope
    kept = (one for one in scope.filters if one.dimension != scope.each)
    return scope._replace(filters=(*kept, Filter(scope.each, tuple(values))))
