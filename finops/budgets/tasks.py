"""What workers do for budgets."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from finops.budgets.watch import evaluate_all


@shared_task(name="finops.budgets.tasks.evaluate", ignore_result=True)
def evaluate(**kwargs: Any) -> None:
    """Evaluate all budgets. Repeating it, or two workers at once, tells nothing twice."""
    evaluate_all(timezone.now())
