"""SLOs, and events of theirs straight in the minutes, quarter hours and days that settling keeps."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connection

from finops.accounts.models import Team
from finops.ledger.types import Indicator, Subject
from finops.slos import services
from finops.slos.models import Slo
from finops.slos.types import MissingData, Severity, WindowKind

NOW = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
SECOND = 1_000_000_000
TERMS = {
    "name": "Refunds are quick",
    "indicator": Indicator.RUN_DURATION,
    "subject": Subject.JOURNEY,
    "value": "refund",
    "threshold": Decimal(5 * SECOND),
    "objective": Decimal("99.9"),
    "window": WindowKind.ROLLING_30,
    "severity": Severity.PAGE,
    "minimum_events": 10,
    "missing_data": MissingData.IGNORE,
}
COUNTED = "UPDATE slo_counter SET counted_from = history_from WHERE id = %s"
ADD = """
WITH filled AS (
    INSERT INTO slo_minute (counter_id, minute, good, total)
    SELECT %(counter)s, minute, %(good)s, %(total)s
    FROM generate_series(%(start)s::timestamptz, %(last)s::timestamptz, interval '1 minute') AS minute
    RETURNING minute, good, total
), by_quarter_hour AS (
    INSERT INTO slo_quarter_hour AS r (counter_id, quarter_hour, good, total, filled)
    SELECT %(counter)s, date_bin('15 minutes', minute, '2000-01-01 00:00:00+00'),
           sum(good), sum(total), count(*)
    FROM filled GROUP BY 2
    ON CONFLICT (counter_id, quarter_hour) DO UPDATE
    SET good = r.good + excluded.good, total = r.total + excluded.total, filled = r.filled + excluded.filled
)
INSERT INTO slo_day AS r (counter_id, day, good, total, filled)
SELECT %(counter)s, date_bin('1 day', minute, '2000-01-01 00:00:00+00'), sum(good), sum(total), count(*)
FROM filled GROUP BY 2
ON CONFLICT (counter_id, day) DO UPDATE
SET good = r.good + excluded.good, total = r.total + excluded.total, filled = r.filled + excluded.filled"""


def slo(*, team: str = "", counted: bool = True, now: dt.datetime = NOW, **fields: Any) -> Slo:
    """An SLO whose history is counted, unless told otherwise."""
    owner = Team.objects.get_or_create(name=team)[0] if team else None
    made = services.slo_create(actor="tests", now=now, **{**TERMS, "owner_team": owner, **fields})
    if counted:
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, [made.counter_id])
    return made


def events(of: Slo, start: dt.datetime, minutes: int, *, good: int, total: int) -> None:
    """So many events in each of the minutes from `start` on, which had none before."""
    parameters = {
        "counter": of.counter_id,
        "start": start,
        "last": start + (minutes - 1) * MINUTE,
        "good": good,
        "total": total,
    }
    with connection.cursor() as cursor:
        cursor.execute(ADD, parameters)
