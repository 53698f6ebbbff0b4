"""Settle until nothing is left, whatever single batches hold."""

import logging
import time
from typing import NamedTuple

from psycopg import errors

from finops.ledger.settling.closure import ClosureKeepsGrowing, Connection
from finops.ledger.settling.transaction import (
    NOTHING_TO_DO,
    SETTLED_SIGNALS,
    CannotSettle,
    Settled,
    Wanted,
    settle_next,
)

logger = logging.getLogger(__name__)

RETRIES = 5
TRANSIENT = (errors.DeadlockDetected, errors.SerializationFailure, ClosureKeepsGrowing)
UNSETTLED = """
SELECT count(*) FROM batch WHERE settled_at IS NULL AND signal = ANY (%s) AND id <> ALL (%s::bigint[])"""
# In a transaction of its own, after the failed one is gone.
RECORD_FAILURE = """
UPDATE batch SET attempts = least(attempts + 1, 30000), error = left(%s, 500)
WHERE id = %s AND settled_at IS NULL"""


class Progress(NamedTuple):
    """What has been settled; `failed` batches were left as they were, with their error recorded."""

    batches: int = 0
    spans: int = 0
    charges_changed: int = 0
    failed: frozenset[int] = frozenset()


NO_PROGRESS = Progress()


def settle_all(
    connection: Connection, *, impatient: bool = False, progress: Progress = NO_PROGRESS
) -> Progress:
    """Settle until no unsettled batch is free, and add to `progress`.

    `impatient` also tries, once, the batches that failed before.
    """
    while True:
        try:
            done = _settle_some(connection, Wanted(impatient, None, progress.failed))
        except CannotSettle as failure:
            progress = _one_by_one(connection, progress, failure)
            continue
        if done == NOTHING_TO_DO:
            return progress
        progress = _plus(progress, done)


def settle_and_wait(connection: Connection, *, pause: float = 0.05) -> Progress:
    """Settle all there is and wait for the batches that others are settling."""
    progress = settle_all(connection, impatient=True)
    while _unsettled(connection, progress.failed):
        time.sleep(pause)
        progress = settle_all(connection, impatient=True, progress=progress)
    return progress


def _settle_some(connection: Connection, wanted: Wanted) -> Settled:
    for _ in range(RETRIES):
        try:
            return settle_next(connection, wanted)
        except CannotSettle as failure:
            if not isinstance(failure.__cause__, TRANSIENT):
                raise
    return settle_next(connection, wanted)


def _one_by_one(connection: Connection, progress: Progress, failure: CannotSettle) -> Progress:
    """Find the batches that cannot be settled, and settle the others."""
    if len(failure.batch_ids) == 1:
        return _record(connection, progress, failure)
    for batch_id in failure.batch_ids:
        try:
            progress = _plus(progress, _settle_some(connection, Wanted(True, batch_id)))
        except CannotSettle as alone:
            progress = _record(connection, progress, alone)
    return progress


def _record(connection: Connection, progress: Progress, failure: CannotSettle) -> Progress:
    logger.error("Batch %s cannot be settled: %s", failure.batch_ids, failure, exc_info=failure)
    for batch_id in failure.batch_ids:
        connection.execute(RECORD_FAILURE, [str(failure), batch_id])
    return progress._replace(failed=progress.failed | set(failure.batch_ids))


def _plus(progress: Progress, done: Settled) -> Progress:
    return progress._replace(
        batches=progress.batches + done.batches,
        spans=progress.spans + done.spans,
        charges_changed=progress.charges_changed + done.charges_changed,
    )


def _unsettled(connection: Connection, failed: frozenset[int]) -> bool:
    row = connection.execute(UNSETTLED, [SETTLED_SIGNALS, list(failed)]).fetchone()
    return bool(row and row[0])
