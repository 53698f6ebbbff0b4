"""Forecasts of budgets, made once a day for each, a few at a time."""

import datetime as dt
import time
from collections.abc import Mapping
from decimal import Decimal

from finops.budgets import reading
from finops.budgets.forecast import LONGEST, forecast
from finops.budgets.models import Budget, Forecast, Status
from finops.budgets.periods import local_day
from finops.budgets.terms import terms_of
from finops.budgets.types import Spent, Terms
from finops.core.periods import Days

MOST_VALUES = 20  # of a budget for each value: those that spent most are worth the time

KEPT = ("expected", "low", "high", "method", "days")
UNKNOWN = {"expected": None, "low": None, "high": None, "method": ""}


def forecast_some(now: dt.datetime, *, seconds: float) -> int:
    """Make forecasts that are not of today and of what budgets say now, for so long; how many were made."""
    until, made = time.monotonic() + seconds, 0
    for budget in Budget.objects.filter(archived_at=None).order_by("pk"):
        waiting = _waiting(budget, now)
        made += _forecast(budget, waiting, now) if waiting else 0
        if time.monotonic() > until:
            break
    return made


def _waiting(budget: Budget, now: dt.datetime) -> list[Status]:
    """How its values stand that have no forecast of today, those that spent most first."""
    today = local_day(now, budget.time_zone)
    current = Status.objects.filter(budget=budget, period_start__lte=today, period_end__gt=today)
    known = Forecast.objects.filter(budget=budget, revision=budget.revision, made_on=today)
    made = set(known.values_list("value", flat=True))
    return [one for one in current.order_by("-spent")[:MOST_VALUES] if one.value not in made]


def _forecast(budget: Budget, waiting: list[Status], now: dt.datetime) -> int:
    terms, today = terms_of(budget), local_day(now, budget.time_zone)
    history = reading.daily(Days(today - dt.timedelta(days=LONGEST + 1), today), terms.scope)
    for status in waiting:
        days = Days(max(status.period_start, terms.starts_on), status.period_end)
        series, ahead = recorded_days(history.get(status.value, {}), terms, today), (days.end - today).days
        found = forecast(series, ahead)
        said = {
            "revision": budget.revision,
            "period_start": days.start,
            "made_on": today,
            "ahead": ahead,
            "before": _before(terms, days, today, status.value),
            **({name: getattr(found, name) for name in KEPT} if found else UNKNOWN | {"days": len(series)}),
        }
        Forecast.objects.update_or_create(budget=budget, value=status.value, defaults=said)
    return len(waiting)


def _before(terms: Terms, days: Days, today: dt.date, value: str) -> Decimal:
    if days.start >= today:
        return Decimal(0)
    spent = reading.spent(Days(days.start, today), terms.zone, terms.scope)
    return spent.get(value, Spent()).of(terms.measure)


def recorded_days(history: Mapping[dt.date, Spent], terms: Terms, today: dt.date) -> list[Decimal]:
    """The sums of the days before today, from the first that was recorded as a whole."""
    if not history:
        return []
    first = min(history) + dt.timedelta(days=1)
    days = (first + dt.timedelta(days=n) for n in range(max((today - first).days, 0)))
    return [history.get(day, Spent()).of(terms.measure) for day in days]
