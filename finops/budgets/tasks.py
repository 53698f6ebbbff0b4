"""What workers do for budgets."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from finops.budgets.forecasting import forecast_some
from finops.budgets.watch import evaluate_all

FORECAST_SECONDS = 10.0


@shared_task(name="finops.budgets.tasks.evaluate", ignore_result=True)
def evaluate(**kwargs: Any) -> None:
    """Evaluate all budgets. Repeating it, or two workers at once, tells nothing twice."""
    evaluate_all(timezone.now())


@shared_task(name="finops.budgets.tasks.forecast", ignore_result=True)
def forecast(**kwargs: Any) -> None:
    """Make the forecasts of today that are missing, for some seconds, so that workers stay free."""
    forecast_some(timezone.now(), seconds=FORECAST_SECONDS)
