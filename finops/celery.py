"""The Celery application: workers settle and roll up, beat sweeps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # `setup` has checked, and workers have no use for the pages

SWEEP_SECONDS = 5.0  # finds what a lost message missed
ASKED_SECONDS = 20.0  # prices for stored calls, another time zone
REATTRIBUTE_SECONDS = 5.0  # calls that were attributed by rules that were changed since
COUNT_SECONDS = 5.0  # history of new SLOs
EVALUATE_SECONDS = 60.0  # burn rates of SLOs
BUDGET_SECONDS = 60.0
FOLD_SECONDS = 600.0  # a week is over once a week; a new installation gets its history at any time
DROP_SECONDS = 3600.0  # an hour after a log record is too old it is gone
CHECK_SECONDS = 6 * 3600.0
CHECKED_DAYS = 3  # what can still change by itself; `verify_ledger` checks everything

app = Celery("spanledger")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": {
        "task": "finops.ledger.tasks.settle_pending",
        "schedule": SWEEP_SECONDS,
        # A sweep that waited longer than the next one is worth nothing.
        "options": {"expires": SWEEP_SECONDS},
    },
    "asked": {
        "task": "finops.ledger.tasks.do_what_was_asked",
        "schedule": ASKED_SECONDS,
        "options": {"expires": ASKED_SECONDS},
    },
    "reattribute": {
        "task": "finops.ledger.tasks.reattribute",
        "schedule": REATTRIBUTE_SECONDS,
        "options": {"expires": REATTRIBUTE_SECONDS},
    },
    "count": {
        "task": "finops.ledger.tasks.count_objectives",
        "schedule": COUNT_SECONDS,
        "options": {"expires": COUNT_SECONDS},
    },
    "slos": {
        "task": "finops.slos.tasks.evaluate_slos",
        "schedule": EVALUATE_SECONDS,
        "options": {"expires": EVALUATE_SECONDS},
    },
    "budgets": {
        "task": "finops.budgets.tasks.evaluate",
        "schedule": BUDGET_SECONDS,
        "options": {"expires": BUDGET_SECONDS},
    },
    "forecasts": {
        "task": "finops.budgets.tasks.forecast",
        "schedule": BUDGET_SECONDS,
        "options": {"expires": BUDGET_SECONDS},
    },
    "fold": {
        "task": "finops.ledger.tasks.fold",
        "schedule": FOLD_SECONDS,
        "options": {"expires": FOLD_SECONDS},
    },
    "drop_old": {
        "task": "finops.ledger.tasks.drop_old",
        "schedule": DROP_SECONDS,
        "options": {"expires": DROP_SECONDS},
    },
    "check": {
        "task": "finops.ledger.tasks.check_ledger",
        "schedule": CHECK_SECONDS,
        "kwargs": {"days": CHECKED_DAYS},
        "options": {"expires": CHECK_SECONDS},
    },
}
