"""What workers do for budgets."""

import time
from typing import Any

from celery import shared_task
from django.utils import timezone

from finops.budgets.backtesting import backtest_some
from finops.budgets.forecasting import forecast_some
from finops.budgets.watch import evaluate_all

FORECAST_SECONDS = 10.0


@shared_task(name="finops.budgets.tasks.evaluate", ignore_result=True)
def evaluate(**kwargs: Any) -> None:
    """Evaluate all budgets. Repeating it, or two workers at once, tells nothing twice."""
    evaluate_all(timezone.now())


@shared_task(name="finops.budgets.tasks.forecast", ignore_result=True)
def forecast(**kwargs: Any) -> None:
    """Make the forecasts of today that are missing, for some seconds, so that workers stay free.

    Time that is left once there are all of them goes into trying them on the past.
    """
    now, until = timezone.now(), time.monotonic() + FORECAST_SECONDS
    forecast_some(now, seconds=FORECAST_SECONDS)
    left = until - time.monotonic()
    if left > 0:
        backtest_some(now, seconds=left)
