"""What workers do for the ledger."""

import datetime as dt
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init
from django.conf import settings
from django.utils import timezone

from finops.ledger.checks import check_since
from finops.ledger.folding import fold_weeks
from finops.ledger.objectives.history import count_history
from finops.ledger.objectives.keeping import drop_old_events
from finops.ledger.reattribution import reattribute_some
from finops.ledger.recounting import recount_days
from finops.ledger.services import reattribute_for_owners, reprice_next
from finops.ledger.settling.connection import KeptConnection, settling_connection
from finops.ledger.settling.worker import settle_all
from finops.telemetry.retention import drop_old_logs, drop_old_points

CONNECTION = KeptConnection()
# Of attributing anew or counting history in one task, so that workers stay free for what arrives.
SLICE_SECONDS = 10.0


@worker_process_init.connect
def keep_connection(**kwargs: Any) -> None:
    """A worker process runs one task at a time and many of them."""
    CONNECTION.keep = True


@shared_task(name="finops.ledger.tasks.settle_pending", ignore_result=True)
def settle_pending(**kwargs: Any) -> None:
    """Settle what waits. Repeating it, or doing it in several workers at once, is harmless."""
    with CONNECTION.use() as connection:
        settle_all(connection)


@shared_task(name="finops.ledger.tasks.do_what_was_asked", ignore_result=True)
def do_what_was_asked(**kwargs: Any) -> None:
    """What people asked for on their pages: days of another time zone, prices for stored calls."""
    recount_days()
    while reprice_next():
        pass


@shared_task(name="finops.ledger.tasks.reattribute", ignore_result=True)
def reattribute(**kwargs: Any) -> None:
    """Attribute stored calls anew after rules or owners were changed, for some seconds."""
    reattribute_for_owners()
    reattribute_some(SLICE_SECONDS)


@shared_task(name="finops.ledger.tasks.count_objectives", ignore_result=True)
def count_objectives(**kwargs: Any) -> None:
    """Count the history of new SLOs, for some seconds."""
    count_history(timezone.now(), SLICE_SECONDS)


@shared_task(name="finops.ledger.tasks.fold", ignore_result=True)
def fold(**kwargs: Any) -> None:
    """Keep weeks that are over by week as well."""
    while fold_weeks(timezone.now()):
        pass


@shared_task(name="finops.ledger.tasks.drop_old", ignore_result=True)
def drop_old(**kwargs: Any) -> None:
    """Drop what is older than it is kept: days of log records and of metrics, events of SLOs."""
    now = timezone.now()
    with settling_connection() as connection:
        drop_old_logs(connection, now, settings.LOG_RETENTION_DAYS)
        drop_old_points(connection, now, settings.METRIC_RETENTION_DAYS)
        drop_old_events(connection, now)


@shared_task(name="finops.ledger.tasks.check_ledger", ignore_result=True)
def check_ledger(*, days: int, **kwargs: Any) -> None:
    """Recompute the last days of the ledger and record whether anything differs."""
    check_since(timezone.now() - dt.timedelta(days=days))
