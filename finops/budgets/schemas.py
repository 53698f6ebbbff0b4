"""What `/api/v1/budgets` gives. Amounts are text: USD, tokens or calls, as `measure` says."""

import datetime as dt
from typing import Any

from ninja import Schema

from finops.budgets import terms
from finops.budgets.documents import document
from finops.budgets.models import Budget, Firing, ShadowDenial
from finops.budgets.services import content_of
from finops.budgets.types import Backtest, Standing
from finops.spend.schemas import decimal_text

SHARE = 4  # decimal places


class BacktestOut(Schema):
    """How right forecasts made `days_ahead` days before the end of earlier periods would have been: `within`
    counts ends that lay within the bounds, `typical_error` is the median as a share of the end, null where
    nothing was spent."""

    days_ahead: int
    forecasts: int
    within: int
    typical_error: str | None


class ForecastOut(Schema):
    """Where the period is expected to end. The bounds hold four times of five; null: not kept. `backtest` is
    null until it was tried, while there are too few days to try it on, and in the list."""

    expected: str
    low: str | None
    high: str | None
    backtest: BacktestOut | None


class StandingOut(Schema):
    """How a budget stands in its current period. `value` is null unless it is one for each value; `share` is
    spent of the amount; `left_out` are calls that `spent` knows nothing of."""

    value: str | None
    period_start: dt.date
    period_end: dt.date
    amount: str
    spent: str
    left: str
    share: str
    left_out: int
    forecast: ForecastOut | None


class ThresholdsOut(Schema):
    """Percentages that are told."""

    actual: list[int]
    forecast: list[int]


class BudgetOut(Schema):
    """A budget. `standing` is that of the value in most danger, null where nothing was
    spent yet; `values` counts them."""

    id: int
    name: str
    description: str
    owner: str | None
    scope: dict[str, list[str | None]]
    each: str | None
    amount: str
    measure: str
    period: str
    time_zone: str
    starts_on: dt.date
    rollover: bool
    thresholds: ThresholdsOut
    enforcement: str
    advised_model: str
    revision: int
    archived_at: dt.datetime | None
    values: int
    standing: StandingOut | None


class BudgetsOut(Schema):
    """A page of budgets by name; `next` is the cursor of the following page, null at the end."""

    items: list[BudgetOut]
    next: str | None


class ShadowDenialOut(Schema):
    """Calls a budget in shadow mode would have denied in one hour, and what the last of them asked with."""

    value: str | None
    hour: dt.datetime
    count: int
    last_asked: dict[str, str]
    last_at: dt.datetime


class OneBudgetOut(BudgetOut):
    """A budget with how it stands for each value, those in most danger first, 1,000 at most, and what it
    would have denied, the newest 100 hours and values."""

    standings: list[StandingOut]
    shadow_denials: list[ShadowDenialOut]


class FiringOut(Schema):
    """A threshold that was reached, with the numbers that made it so."""

    id: int
    revision: int
    value: str | None
    period_start: dt.date
    period_end: dt.date
    kind: str
    percent: int
    amount: str
    spent: str
    expected: str | None
    fired_at: dt.datetime
    cleared_at: dt.datetime | None
    cleared_spent: str | None
    cleared_because: str | None


class FiringsOut(Schema):
    """A page of firings, newest first; `next` is the cursor of the following page, null at the end."""

    items: list[FiringOut]
    next: str | None


class ImportedOut(Schema):
    """The names of the budgets a file made, changed, left as they were and ended."""

    created: list[str]
    changed: list[str]
    unchanged: list[str]
    archived: list[str]


def budget_out(budget: Budget, standing: Standing | None, values: int) -> dict[str, Any]:
    """A budget as the API gives it."""
    return {
        **document(content_of(budget)),
        "id": budget.pk,
        "amount": terms.plain(budget.amount),
        "revision": budget.revision,
        "archived_at": budget.archived_at,
        "values": values,
        "standing": standing and standing_out(standing),
    }


def shadow_out(denial: ShadowDenial) -> dict[str, Any]:
    """What a budget in shadow mode would have denied, as the API gives it."""
    found = {name: getattr(denial, name) for name in ShadowDenialOut.model_fields}
    return found | {"value": denial.value or None}


def standing_out(standing: Standing) -> dict[str, Any]:
    """How a budget stands, as the API gives it."""
    return {
        "value": standing.value or None,
        "period_start": standing.days.start,
        "period_end": standing.days.end,
        "amount": decimal_text(standing.amount),
        "spent": decimal_text(standing.spent),
        "left": decimal_text(standing.left),
        "share": decimal_text(round(standing.share, SHARE)),
        "left_out": standing.left_out,
        "forecast": standing.forecast and _forecast_out(standing),
    }


def _forecast_out(standing: Standing) -> dict[str, Any]:
    known = standing.forecast
    bounds = (known.low, known.high) if known and known.days else (None, None)  # without days none were kept
    low, high = map(decimal_text, bounds)
    expected = known and decimal_text(known.expected)
    return {
        "expected": expected,
        "low": low,
        "high": high,
        "backtest": known and _backtest_out(known.backtest),
    }


def _backtest_out(found: Backtest | None) -> dict[str, Any] | None:
    if found is None or not found.made:
        return None
    error = None if found.error is None else decimal_text(round(found.error, SHARE))
    return {
        "days_ahead": found.ahead,
        "forecasts": found.made,
        "within": found.inside,
        "typical_error": error,
    }


def firing_out(firing: Firing) -> dict[str, Any]:
    """What a budget told, as the API gives it."""
    return {
        **{name: getattr(firing, name) for name in FiringOut.model_fields},
        "value": firing.value or None,
        "amount": decimal_text(firing.amount),
        "spent": decimal_text(firing.spent),
        "expected": decimal_text(firing.expected),
        "cleared_spent": decimal_text(firing.cleared_spent),
        "cleared_because": firing.cleared_because or None,
    }
