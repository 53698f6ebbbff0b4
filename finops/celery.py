"""The Celery application: workers settle and roll up, beat sweeps."""

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # `setup` has checked, and workers have no use for the pages

SWEEP_SECONDS = 5.0  # finds what a lost message missed
ASKED_SECONDS = 20.0  # prices for stored calls, another time zone
REATTRIBUTE_SECONDS = 5.0  # calls that were attributed by rules that were changed since
COUNT_SECONDS = 5.0  # history of new SLOs
EVALUATE_SECONDS = 60.0  # burn rates of SLOs
BUDGET_SECONDS = 60.0
TELL_SECONDS = 5.0  # alerts, and messages that wait
AGAIN_SECONDS = 60.0
ANOMALY_SECONDS = 300.0
FOLD_SECONDS = 600.0  # a week is over once a week; a new installation gets its history at any time
DROP_SECONDS = 3600.0  # an hour after a log record is too old it is gone
CHECK_SECONDS = 6 * 3600.0
CHECKED_DAYS = 3  # what can still change by itself; `verify_ledger` checks everything


def every(seconds: float, task: str, **arguments: Any) -> dict[str, Any]:
    """A task that beat sends so often. One that waited longer than the next one is worth nothing."""
    return {"task": task, "schedule": seconds, "kwargs": arguments, "options": {"expires": seconds}}


app = Celery("spanledger")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": every(SWEEP_SECONDS, "finops.ledger.tasks.settle_pending"),
    "asked": every(ASKED_SECONDS, "finops.ledger.tasks.do_what_was_asked"),
    "reattribute": every(REATTRIBUTE_SECONDS, "finops.ledger.tasks.reattribute"),
    "count": every(COUNT_SECONDS, "finops.ledger.tasks.count_objectives"),
    "slos": every(EVALUATE_SECONDS, "finops.slos.tasks.evaluate_slos"),
    "budgets": every(BUDGET_SECONDS, "finops.budgets.tasks.evaluate"),
    "forecasts": every(BUDGET_SECONDS, "finops.budgets.tasks.forecast"),
    "anomalies": every(ANOMALY_SECONDS, "finops.anomalies.tasks.evaluate"),
    "tell": every(TELL_SECONDS, "finops.notifications.tasks.tell"),
    "tell_again": every(AGAIN_SECONDS, "finops.notifications.tasks.tell_again"),
    "drop_messages": every(DROP_SECONDS, "finops.notifications.tasks.drop_old"),
    "fold": every(FOLD_SECONDS, "finops.ledger.tasks.fold"),
    "drop_old": every(DROP_SECONDS, "finops.ledger.tasks.drop_old"),
    "check": every(CHECK_SECONDS, "finops.ledger.tasks.check_ledger", days=CHECKED_DAYS),
}
