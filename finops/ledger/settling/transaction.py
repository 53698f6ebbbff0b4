"""One settling transaction: claim, lock, read, decide, write, mark. All of it commits or nothing does.

1. Claim unsettled batches of one project (`FOR UPDATE SKIP LOCKED`).
2. Lock and read the closure of their traces (`closure.py`).
3. Decide ownership, dimensions by the attribution rules and summaries (`outcome.py`, pure).
4. Write what changed and add the exact difference to the rollups.
5. Mark the batches settled.

A crash at any moment leaves the batches unclaimed and everything as it was.
"""

import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg

from finops.attribution.dimension_sets import dimension_set_ids
from finops.attribution.rulebook import held_rulebook
from finops.core.db.files import read_sql
from finops.ledger.calendar import shared_calendar
from finops.ledger.metering.hours import HOUR
from finops.ledger.metering.writing import meter
from finops.ledger.rollup_sql import APPLY_SETTLED
from finops.ledger.run_rollup_sql import apply_runs
from finops.ledger.settling.closure import Closure, Connection, Range, between, read_locked
from finops.ledger.settling.keys import uuid_array
from finops.ledger.settling.outcome import Outcome, settle_closure
from finops.ledger.settling.staging import COPY_CHARGES, COPY_TRACES, charge_rows, trace_rows
from finops.telemetry.types import Signal

CLAIM = read_sql(__file__, "claim.sql")
STAGE = read_sql(__file__, "stage.sql")
UPSERT_TRACES = apply_runs(read_sql(__file__, "sums_of_traces.sql"), read_sql(__file__, "upsert_traces.sql"))
UPDATE_FROZEN = apply_runs(
    read_sql(__file__, "sums_of_frozen_traces.sql"), read_sql(__file__, "update_frozen_traces.sql")
)
MARK = "UPDATE batch SET settled_at = now(), error = NULL WHERE id = ANY (%s)"

# Staged rows have no statistics: a nested loop over them would be quadratic.
NO_NESTED_LOOPS = "SET LOCAL enable_nestloop = off"

SETTLED_SIGNALS = list(Signal)

MAX_BATCHES = 64  # claimed at once
MAX_TRACES = 1500  # settled at once, unless one batch alone holds more


class Claimed(NamedTuple):
    """A batch this transaction holds. Times are unix microseconds."""

    id: int
    project_id: int
    signal: int
    stored_count: int
    start: int | None
    end: int | None
    traces: list[bytes]


class Settled(NamedTuple):
    """What one transaction did."""

    batches: int
    spans: int
    charges_changed: int


NOTHING_TO_DO = Settled(0, 0, 0)


class CannotSettle(Exception):
    """These batches could not be settled; nothing was changed."""

    def __init__(self, batch_ids: list[int], cause: BaseException) -> None:
        super().__init__(str(cause) or type(cause).__name__)
        self.batch_ids = batch_ids


class Wanted(NamedTuple):
    """Which batches to settle."""

    impatient: bool = False  # do not wait with batches that failed before
    only: int | None = None  # this batch alone
    skip: frozenset[int] = frozenset()


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Spare the collector the many small rows that live until the end and hold no circles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle_next(connection: Connection, wanted: Wanted) -> Settled:
    """Settle some batches in one transaction. Raises CannotSettle, and psycopg errors while claiming."""
    with without_garbage_collection(), connection.transaction():
        claimed = _claim(connection, wanted)
        if not claimed:
            return NOTHING_TO_DO
        ids = [batch.id for batch in claimed]
        try:
            changed = _settle(connection, claimed)
            connection.execute(MARK, [ids])
        except Exception as error:
            raise CannotSettle(ids, error) from error
        return Settled(len(claimed), sum(batch.stored_count for batch in claimed), changed)


def _claim(connection: Connection, wanted: Wanted) -> list[Claimed]:
    parameters = {
        "signals": SETTLED_SIGNALS,
        "impatient": wanted.impatient,
        "only": wanted.only,
        "skip": list(wanted.skip),
        "limit": MAX_BATCHES,
    }
    with connection.cursor(binary=True) as cursor:
        found = [Claimed._make(row) for row in cursor.execute(CLAIM, parameters).fetchall()]
    taken, traces = list[Claimed](), 0
    for batch in found:
        if taken and traces + len(batch.traces) > MAX_TRACES:
            break
        taken.append(batch)
        traces += len(batch.traces)
    return taken


def _settle(connection: Connection, claimed: list[Claimed]) -> int:
    traces = {trace_id for batch in claimed for trace_id in batch.traces}
    starts = [batch.start for batch in claimed if batch.start is not None]
    ends = [batch.end for batch in claimed if batch.end is not None]
    if not traces or not starts or not ends:
        return 0
    project_id = claimed[0].project_id
    metered = {trace_id for batch in claimed if batch.signal == Signal.METRICS for trace_id in batch.traces}
    given = Range(min(starts) - HOUR if metered else min(starts), max(ends))
    return settle_traces(connection, project_id, traces, given, metered)


def settle_traces(
    connection: Connection,
    project_id: int,
    traces: Iterable[bytes],
    given: Range,
    metered: Collection[bytes] = (),
) -> int:
    """Settle traces of one project and what is linked to them; gives the number of charges it changed.

    The counters of `metered` sessions are made charges first.
    """
    book = held_rulebook(connection, project_id)
    closure = read_locked(
        connection,
        project_id,
        traces,
        given,
        asked=book.asked,
        locked=lambda: meter(connection, project_id, metered) if metered else None,
    )
    return write(connection, closure, settle_closure(closure, book))


def write(connection: Connection, closure: Closure, outcome: Outcome) -> int:
    """Write an outcome; gives the number of charges it changed."""
    connection.execute(STAGE)
    set_ids = dimension_set_ids(connection, {one.dimensions for one in outcome.charges})
    _copy(connection, COPY_CHARGES, charge_rows(outcome.charges, set_ids))
    _copy(connection, COPY_TRACES, trace_rows(outcome.summaries))
    parameters: dict[str, Any] = {
        "project": closure.project_id,
        "closure": uuid_array(closure.traces),
        "traces": uuid_array(one.trace_id for one in outcome.summaries),
        "frozen": uuid_array(outcome.frozen),
        **shared_calendar(connection)._asdict(),
        **between(closure.range),
    }
    connection.execute(NO_NESTED_LOOPS)
    changed = int(_value(connection, APPLY_SETTLED, parameters))
    connection.execute(UPSERT_TRACES, parameters)
    if outcome.frozen:
        connection.execute(UPDATE_FROZEN, parameters)
    return changed


def _copy(connection: Connection, statement: str, rows: bytes) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(rows)


def _value(connection: psycopg.Connection[Any], statement: str, parameters: Any = None) -> Any:
    row = connection.execute(statement, parameters).fetchone()
    return row[0] if row else None
