"""The Celery application: workers settle and roll up, beat sweeps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")

app = Celery("spanledger")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
