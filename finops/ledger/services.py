"""What other features ask of the ledger."""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from finops.core.periods import day_start
from finops.ledger.repricing import Wanted, reprice

AHEAD = dt.timedelta(days=2)  # calls are accepted from a day ahead
REQUEST = "INSERT INTO repricing (since) VALUES (%s)"
# By then every receiver knows the price, so that no call slips between.
NEXT = """
SELECT id, since FROM repricing WHERE done_at IS NULL AND requested_at < now() - interval '30 seconds'
ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"""
DONE = "UPDATE repricing SET done_at = now(), newly_priced = %s, cost = %s WHERE id = %s"


def reprice_soon(since: dt.date) -> None:
    """Ask the workers to price stored calls without a price, from a UTC day on; part of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(REQUEST, [day_start(since, dt.UTC)])


def reprice_next() -> bool:
    """Do one thing that was asked for; False when nothing waits. A crash leaves it waiting."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NEXT)
        row = cursor.fetchone()
        if row is None:
            return False
        request_id, since = row
        found = reprice(Wanted(since, timezone.now() + AHEAD))
        cursor.execute(DONE, [found.newly_priced, found.after, request_id])
    return True
