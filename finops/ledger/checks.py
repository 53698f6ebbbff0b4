"""The recurring check: does the ledger still agree with its spans, prices and charges?"""

import datetime as dt
import logging
from typing import NamedTuple

from django.db import connection

from finops.ledger.verification import verify

logger = logging.getLogger(__name__)

RECORD = "INSERT INTO ledger_check (since, differences, first_difference) VALUES (%s, %s, %s)"
LATEST = """
SELECT checked_at, since, differences, first_difference FROM ledger_check ORDER BY id DESC LIMIT 1"""


class Check(NamedTuple):
    """The result of one check."""

    checked_at: dt.datetime
    since: dt.datetime
    differences: int
    first_difference: str | None


def check_since(since: dt.datetime) -> int:
    """Check calls from `since` (aware) on and record the result; gives the number of differences."""
    count, first = 0, None
    with verify(since) as verification:
        for difference in verification.differences:
            count += 1
            first = first or str(difference)[:1000]
    with connection.cursor() as cursor:
        cursor.execute(RECORD, [since, count, first])
    if count:
        logger.error("The ledger differs in %d places; run `spanledger verify_ledger`: %s", count, first)
    return count


def latest_check() -> Check | None:
    """The newest result; None before the first check."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST)
        row = cursor.fetchone()
    return Check(*row) if row else None
