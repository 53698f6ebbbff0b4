"""What workers do for SLOs."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from finops.slos.evaluation import evaluate


@shared_task(name="finops.slos.tasks.evaluate_slos", ignore_result=True)
def evaluate_slos(**kwargs: Any) -> None:
    """Store the alerts that start and end now."""
    evaluate(timezone.now())
