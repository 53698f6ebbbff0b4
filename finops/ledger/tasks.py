"""What workers do for the ledger."""

from typing import Any

from celery import shared_task

from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.worker import settle_all


@shared_task(name="finops.ledger.tasks.settle_pending", ignore_result=True)
def settle_pending(**kwargs: Any) -> None:
    """Settle what waits. Repeating it, or doing it in several workers at once, is harmless."""
    with settling_connection() as connection:
        settle_all(connection)
