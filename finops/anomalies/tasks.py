"""What workers do for anomalies."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from finops.anomalies.watch import evaluate_all


@shared_task(name="finops.anomalies.tasks.evaluate", ignore_result=True)
def evaluate(**kwargs: Any) -> None:
    """Look for anomalies. Repeating it, or two workers at once, tells nothing twice."""
    evaluate_all(timezone.now())
