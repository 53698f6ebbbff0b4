"""What SLOs ask of the ledger: to begin counting, and to stop. Parts of the caller's transaction."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from finops.ledger.objectives.keeping import minutes_from
from finops.ledger.types import Indicator, Subject

HISTORY = dt.timedelta(days=125)  # quarters, as they were on each of 30 days
BEGIN = """
INSERT INTO slo_counter
    (indicator, subject, value, project_id, environment, threshold, history_from, minutes_from)
VALUES (%s, %s, %s, %s, %s, %s, date_trunc('hour', %s::timestamptz, 'UTC'), %s) RETURNING id"""
STOP = "UPDATE slo_counter SET dropped_at = now() WHERE id = %s"


class Counted(NamedTuple):
    """Which events are counted, and from which threshold on they are not good: nanoseconds or USD."""

    indicator: Indicator
    subject: Subject
    value: str
    project_id: int | None = None  # None: all
    environment: str | None = None  # None: all
    threshold: Decimal | None = None  # None: good unless failed


def begin_counting(what: Counted, now: dt.datetime) -> int:
    """Let workers and settling count these events, 125 days back as well; gives the number of the counter."""
    parameters = [int(what.indicator), str(what.subject), *what[2:], now - HISTORY, minutes_from(now)]
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, parameters)
        (counter_id,) = cursor.fetchone()
    return int(counter_id)


def stop_counting(counter_id: int) -> None:
    """Forget these events."""
    with connection.cursor() as cursor:
        cursor.execute(STOP, [counter_id])
