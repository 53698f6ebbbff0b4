"""How all budgets stand, read from what is stored. Nothing is remembered between two evaluations."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.accounts import selectors as accounts
from finops.budgets import reading
from finops.budgets.allocation import Sums
from finops.budgets.periods import earlier, local_day, window
from finops.budgets.rollover import MOST_PERIODS, carried
from finops.budgets.types import Forecast, Scope, Spent, Standing, Terms
from finops.core.periods import Days, day_start
from finops.spend.query import SOURCES

ForecastOf = Mapping[tuple[int, str], "KnownForecast"]  # by budget and value


class KnownForecast(NamedTuple):
    """A forecast of one period, and what was spent of it before the first day it expects."""

    period_start: dt.date
    forecast: Forecast


class Question(NamedTuple):
    """What is read once for all budgets that ask it: days of a zone, and the rollup that has the answer."""

    days: Days
    zone: str
    source: str | None  # customer or user: they have rollups of their own


class Said(NamedTuple):
    """A budget by its number, and since when it says so: it tells nothing of periods before that."""

    number: int
    terms: Terms
    since: dt.datetime


class Asked(NamedTuple):
    """A budget and the periods it is evaluated in: that of now, and the one before, for what comes late."""

    number: int
    terms: Terms
    windows: tuple[Days, ...]
    carried_from: tuple[tuple[Days, ...], ...]  # for each of them, the oldest first


def asked(said: Said, now: dt.datetime, fiscal_start: int) -> Asked | None:
    """The periods of a budget at an aware moment. None before it begins. Pure."""
    number, terms, since = said
    today = local_day(now, terms.zone)
    current = window(terms.period, today, terms.starts_on, fiscal_start)
    if current is None:
        return None
    before = [*earlier(terms.period, today, terms.starts_on, fiscal_start, most=MOST_PERIODS + 1)]
    late = [days for days in before[:1] if day_start(days.end, ZoneInfo(terms.zone)) > since]
    windows = (current, *late)
    chains = [before[:MOST_PERIODS], before[1:]] if terms.rollover else [[], []]
    return Asked(number, terms, windows, tuple(tuple(reversed(chain)) for chain in chains[: len(windows)]))


def standings(
    budgets: Iterable[Said], now: dt.datetime, forecasts: ForecastOf | None = None
) -> dict[int, list[Standing]]:
    """How each of these budgets stands at an aware moment, by its number.

    In its current period, and in the one before if it said the same then, as calls may arrive late.
    """
    fiscal_start = accounts.fiscal_year_start()
    found = [one for said in budgets if (one := asked(said, now, fiscal_start))]
    answers = _read(found)
    return {one.number: _standing(one, answers, forecasts or {}) for one in found}


def covers(days: Days, now: dt.datetime, zone: str) -> bool:
    """Whether these days of a time zone are going on at an aware moment. Pure."""
    return days.start <= local_day(now, zone) < days.end


def _read(budgets: Sequence[Asked]) -> dict[Question, Sums]:
    scopes: dict[Question, dict[Scope, None]] = defaultdict(dict)
    for one in budgets:
        for days in {*one.windows, *(past for chain in one.carried_from for past in chain)}:
            scopes[_question(one.terms, days)][one.terms.scope] = None
    return {question: reading.sums(question.days, question.zone, [*of]) for question, of in scopes.items()}


def _question(terms: Terms, days: Days) -> Question:
    source = next(iter(terms.scope.dimensions & SOURCES.keys()), None)
    return Question(days, terms.zone, source)


def _standing(one: Asked, answers: Mapping[Question, Sums], forecasts: ForecastOf) -> list[Standing]:
    spent_in = {
        days: answers[_question(one.terms, days)].spent(one.terms.scope)
        for days in {*one.windows, *(past for chain in one.carried_from for past in chain)}
    }
    measure, found = one.terms.measure, []
    for days, chain in zip(one.windows, one.carried_from, strict=True):
        for value, sums in sorted(spent_in[days].items()):
            before = (spent_in[past].get(value, Spent()).of(measure) for past in chain)
            amount = one.terms.amount + carried(one.terms.amount, before)
            spent = sums.of(measure)
            forecast = _expected(forecasts.get((one.number, value)), days, spent)
            found.append(Standing(value, days, amount, spent, sums.left_out(measure), forecast))
    return found


def _expected(known: KnownForecast | None, days: Days, spent: Decimal) -> Forecast | None:
    """The forecast of this period."""
    if known is None or known.period_start != days.start:
        return None
    return known.forecast.at_least(spent)
