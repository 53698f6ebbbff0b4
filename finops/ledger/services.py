"""What other features ask of the ledger."""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from finops.core.db.rows import fetch
from finops.core.periods import day_start
from finops.ledger.repricing import Wanted, reprice
from finops.ledger.types import Reattribution

AHEAD = dt.timedelta(days=2)  # calls are accepted from a day ahead
REQUEST = "INSERT INTO repricing (since) VALUES (%s)"
# By then every receiver knows the price, so that no call slips between.
NEXT = """
SELECT id, since FROM repricing WHERE done_at IS NULL AND requested_at < now() - interval '30 seconds'
ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"""
REATTRIBUTE = "INSERT INTO reattribution (since, reason, project_id) VALUES (%s, left(%s, 500), %s)"
OWNERS = """
WITH waiting AS (
    UPDATE accounts_projectowner SET waits = false WHERE waits RETURNING project_id, team, applies_from
)
INSERT INTO reattribution (since, reason, project_id)
SELECT min(w.applies_from), 'What nobody claims of ' || p.name || ' belongs to '
       || coalesce((array_agg(w.team ORDER BY w.applies_from DESC))[1], 'nobody'), p.id
FROM waiting AS w JOIN accounts_project AS p ON p.id = w.project_id
GROUP BY p.id, p.name ORDER BY p.id"""
REATTRIBUTIONS = """
SELECT id, requested_at, since, reason, traces, traces_done, charges_moved, failed_traces, done_at
FROM reattribution
WHERE done_at IS NULL OR done_at > now() - interval '1 day'
ORDER BY id DESC LIMIT %s"""
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


def reattribute_soon(since: dt.datetime, *, reason: str, project_id: int | None = None) -> None:
    """Ask the workers to attribute calls that began from `since` (aware) on anew; part of the transaction.

    To be asked with every change of rules or owners, which `reason` puts into words.
    """
    with connection.cursor() as cursor:
        cursor.execute(REATTRIBUTE, [since, reason, project_id])


def reattribute_for_owners() -> None:
    """Ask for what follows from owners of projects that were changed."""
    with connection.cursor() as cursor:
        cursor.execute(OWNERS)


def reattributions(*, most: int = 5) -> list[Reattribution]:
    """What is being attributed anew or was within a day, the newest first."""
    return fetch(Reattribution, REATTRIBUTIONS, [most])
