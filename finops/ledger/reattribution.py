"""Reattribution: after rules or owners were changed, settled traces are settled anew.

Settling is a pure function of spans and rules, so this is settling again, some hundred traces in a
transaction, which also notes how far it came. Killed at any moment, it goes on from there.
"""

import datetime as dt
import logging
import time
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from psycopg import errors

from finops.attribution.custom_history import count_history_values
from finops.attribution.rulebook import await_holders
from finops.core.db.files import read_sql
from finops.ledger.settling.closure import ClosureKeepsGrowing, Connection, Range
from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.transaction import settle_traces, without_garbage_collection

logger = logging.getLogger(__name__)

NEXT = read_sql(__file__, "next_reattribution.sql")
BEGIN = read_sql(__file__, "begin_reattribution.sql")
TRACES = read_sql(__file__, "reattributed_traces.sql")
REMEMBER = read_sql(__file__, "remember_reattribution.sql")
DONE = "UPDATE reattribution SET done_at = now() WHERE id = %s"
MOST_TRACES = 300  # in one transaction
RETRIES = 5
TRANSIENT = (errors.DeadlockDetected, errors.SerializationFailure, ClosureKeepsGrowing)


class Request(NamedTuple):
    """One that is not done, and the last trace it took."""

    id: int
    since: dt.datetime
    project_id: int | None
    begun: bool
    after_project: int
    after_trace: UUID


class Taken(NamedTuple):
    """A trace to settle anew; times are unix microseconds."""

    project_id: int
    trace_id: UUID
    start: int
    end: int


def reattribute_some(seconds: float) -> bool:
    """Work on what was asked for until it is done or the time is up; whether anything is left.

    Several at once share the requests between them.
    """
    until = time.monotonic() + seconds
    with settling_connection() as connection:
        while step(connection):
            if time.monotonic() >= until:
                return True
    return False


def step(connection: Connection) -> bool:
    """Take the next traces of the oldest request; False when nothing is left that nobody works on."""
    for _ in range(RETRIES):
        try:
            return _step(connection, most=MOST_TRACES)
        except TRANSIENT:
            continue
        except Exception:
            logger.exception("Some traces cannot be attributed anew; looking for the one")
            return _step(connection, most=1, patient=True)
    return _step(connection, most=MOST_TRACES)


def _step(connection: Connection, *, most: int, patient: bool = False) -> bool:
    with without_garbage_collection(), connection.transaction():
        row = connection.execute(NEXT).fetchone()
        if row is None:
            return False
        request = Request(*row)
        if not request.begun:
            connection.execute(BEGIN, {"id": request.id})
            count_history_values(connection)
            # Whoever settles by the rules of before commits first, and is seen by what follows.
            await_holders(connection)
            return True
        traces = _next_traces(connection, request, most)
        if not traces:
            connection.execute(DONE, [request.id])
            return True
        moved, failed = _settle(connection, traces, patient)
        last = traces[-1]
        connection.execute(REMEMBER, {
            "id": request.id, "project": last.project_id, "trace": last.trace_id,
            "traces": len(traces), "moved": moved, "failed": failed,
        })  # fmt: skip
    return True


def _next_traces(connection: Connection, request: Request, most: int) -> list[Taken]:
    rows = connection.execute(TRACES, {**request._asdict(), "limit": most}).fetchall()
    taken = [Taken(*row) for row in rows]
    return [one for one in taken if one.project_id == taken[0].project_id]


def _settle(connection: Connection, traces: Sequence[Taken], patient: bool) -> tuple[int, int]:
    """The number of charges that moved and of traces that failed; `patient` passes over a failure."""
    given = Range(min(one.start for one in traces), max(one.end for one in traces))
    ids = [one.trace_id.bytes for one in traces]
    try:
        with connection.transaction():
            return settle_traces(connection, traces[0].project_id, ids, given), 0
    except Exception as error:
        if not patient or isinstance(error, TRANSIENT):
            raise
        logger.exception("Trace %s cannot be attributed anew", traces[0].trace_id)
        return 0, len(traces)
