"""What workers do for notifications. Each asks the database what there is to do: no message can be lost."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from finops.core.counts import CRITICAL_ALERTS, keep
from finops.notifications.alert_list import critical
from finops.notifications.delivery import deliver
from finops.notifications.dispatch import dispatch
from finops.notifications.reminders import remind
from finops.notifications.retention import drop_old


@shared_task(name="finops.notifications.tasks.tell", ignore_result=True)
def tell(**kwargs: Any) -> None:
    """Decide who is told of what, and send what is due; count for the rail what is critical."""
    keep(CRITICAL_ALERTS, critical())
    dispatch(timezone.now())
    deliver(timezone.now())


@shared_task(name="finops.notifications.tasks.tell_again", ignore_result=True)
def tell_again(**kwargs: Any) -> None:
    """Tell again what goes on and nobody has acknowledged."""
    remind(timezone.now())


@shared_task(name="finops.notifications.tasks.drop_old", ignore_result=True)
def drop_old_messages(**kwargs: Any) -> None:
    """Forget who was told of what ended long ago."""
    drop_old(timezone.now())
