"""All checks, on one snapshot of the database."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from psycopg import IsolationLevel

from finops.ledger.calendar import read_calendar
from finops.ledger.settling.closure import EPOCH, Connection
from finops.ledger.settling.connection import settling_connection
from finops.ledger.verification.costs import cost_differences
from finops.ledger.verification.difference import Difference
from finops.ledger.verification.objectives import objective_differences
from finops.ledger.verification.rollups import rollup_differences
from finops.ledger.verification.traces import sum_differences, trace_differences

UNSETTLED = "SELECT count(*) FROM batch WHERE settled_at IS NULL"


class Verification(NamedTuple):
    """What is checked and what was found; `differences` is read while the check runs."""

    unsettled_batches: int
    differences: Iterator[Difference]


@contextmanager
def verify(since: dt.datetime = EPOCH) -> Iterator[Verification]:
    """Check everything from `since` (aware) on. Reads only, in bounded memory."""
    with settling_connection() as connection, settling_connection() as prices:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction():
            unsettled = connection.execute(UNSETTLED).fetchone()
            yield Verification(
                unsettled[0] if unsettled else 0,
                _all(connection, prices, since),
            )


def _all(connection: Connection, prices: Connection, since: dt.datetime) -> Iterator[Difference]:
    yield from trace_differences(connection, since)
    yield from sum_differences(connection, since)
    yield from cost_differences(connection, prices, since)
    yield from rollup_differences(connection, since, read_calendar(connection))
    yield from objective_differences(connection, since)
