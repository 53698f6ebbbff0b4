"""Repricing: stored charges get the price that is known now, and the rollups the exact difference.

What a charge used, whether it counts and whom it belongs to stays. Charges are read in order of their
traces and written in transactions of some hundred traces, under the locks that settling takes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from finops.core.db import locks
from finops.core.db.files import read_sql
from finops.ledger.calendar import shared_calendar
from finops.ledger.rollup_sql import PRICED_COLUMNS, STAGED_KEY, apply_staged
from finops.ledger.run_rollup_sql import apply_runs
from finops.ledger.settling.closure import LOCK, Connection
from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.keys import lock_keys, uuid_array
from finops.ledger.settling.transaction import NO_NESTED_LOOPS
from finops.prices.cost_of_record import CostOfRecord, cost_of_record
from finops.prices.pricebook import EPOCH, PriceBook
from finops.prices.types import PriceStatus, Usage
from finops.telemetry.types import Role

READ = read_sql(__file__, "read_priced.sql")
STAGE = read_sql(__file__, "stage_prices.sql")
BOUNDS = read_sql(__file__, "trace_bounds.sql")
APPLY = apply_staged(PRICED_COLUMNS, "repriced_charge")
APPLY_TRACES = apply_runs(
    read_sql(__file__, "sums_of_traces.sql"), read_sql(__file__, "update_trace_costs.sql")
)
COPY = f"COPY repriced_charge ({', '.join((*STAGED_KEY, *PRICED_COLUMNS))}) FROM STDIN"
UNPRICED = (PriceStatus.UNPRICED,)
ALL = (PriceStatus.PRICED, PriceStatus.EMITTED, PriceStatus.UNPRICED)  # what is free stays free
MOST_TRACES = 500  # in one transaction
ZERO = Decimal(0)


class Wanted(NamedTuple):
    """Calls that began from `start` up to, not including, `end` (aware), of these price statuses."""

    start: dt.datetime
    end: dt.datetime
    statuses: tuple[PriceStatus, ...] = UNPRICED


class Repriced(NamedTuple):
    """One charge whose price changes."""

    project_id: int
    trace_id: UUID
    span_id: int
    time: dt.datetime
    fingerprint: int
    line: int
    counted: bool
    before: CostOfRecord
    after: CostOfRecord


class Difference(NamedTuple):
    """What repricing changes: charges, those of them that count and had no cost, and counted USD."""

    charges: int = 0
    newly_priced: int = 0
    before: Decimal = ZERO
    after: Decimal = ZERO


def preview(wanted: Wanted) -> Difference:
    """What `reprice` would change now."""
    with settling_connection() as connection:
        return _difference(_changes(connection, wanted))


def reprice(wanted: Wanted) -> Difference:
    """Price these charges anew. Repeating it changes nothing; a crash leaves whole transactions."""
    total = Difference()
    with settling_connection() as reading, settling_connection() as writing:
        for part in _parts(_changes(reading, wanted)):
            _write(writing, part)
            total = _plus(total, _difference(part))
    return total


def repriced(row: Sequence[Any], book: PriceBook) -> Repriced | None:
    """A row of `read_priced.sql` whose price is another one in this book; None when it is the same. Pure."""
    project_id, trace_id, span_id, time, fingerprint, *names, role, emitted = row[:11]
    provider, response_model, request_model, service_tier = names
    call = book.cost(
        provider=provider,
        response_model=response_model,
        request_model=request_model,
        service_tier=service_tier,
        start_ns=(time - EPOCH) // dt.timedelta(microseconds=1) * 1000,
        usage=Usage(*row[11:19]),
        many_calls=row[29] < 0,
    )
    after = cost_of_record(call, None if role == Role.ENGINE else emitted)
    before = CostOfRecord(PriceStatus(row[19]), *row[20:28])
    if before == after:
        return None
    return Repriced(project_id, trace_id, span_id, time, fingerprint, row[29], row[28], before, after)


def _changes(connection: Connection, wanted: Wanted) -> Iterator[Repriced]:
    with connection.transaction():
        with connection.cursor() as cursor:
            book = PriceBook.load(cursor)
        with connection.cursor("reprice") as rows:
            rows.execute(READ, {**wanted._asdict(), "statuses": [int(one) for one in wanted.statuses]})
            for row in rows:
                if change := repriced(row, book):
                    yield change


def _parts(changes: Iterable[Repriced]) -> Iterator[list[Repriced]]:
    """Whole traces of one project, some hundred at a time."""
    part, traces = list[Repriced](), 0
    for (project_id, _), of_trace in groupby(changes, key=lambda one: (one.project_id, one.trace_id)):
        if part and (traces == MOST_TRACES or part[0].project_id != project_id):
            yield part
            part, traces = [], 0
        part.extend(of_trace)
        traces += 1
    if part:
        yield part


def _write(connection: Connection, part: Sequence[Repriced]) -> None:
    project_id = part[0].project_id
    traces = {one.trace_id.bytes for one in part}
    array = uuid_array(traces)
    with connection.transaction():
        connection.execute(LOCK, [locks.SETTLE, lock_keys(project_id, traces, ())])
        connection.execute(STAGE)
        with connection.cursor() as cursor, cursor.copy(COPY) as copy:
            for one in part:
                copy.write_row((one.trace_id, one.span_id, one.time, one.fingerprint, one.line, *one.after))
        parameters: dict[str, Any] = {
            "project": project_id, "closure": array, "traces": array, **shared_calendar(connection)._asdict(),
            "start": min(one.time for one in part), "end": max(one.time for one in part),
        }  # fmt: skip
        connection.execute(NO_NESTED_LOOPS)
        connection.execute(APPLY, parameters)
        start, end = connection.execute(BOUNDS, parameters).fetchone() or (None, None)
        if start is not None:
            connection.execute(APPLY_TRACES, {**parameters, "start": start, "end": end})


def _difference(changes: Iterable[Repriced]) -> Difference:
    total = Difference()
    for one in changes:
        before, after = (side.cost or ZERO for side in (one.before, one.after))
        new = one.counted and one.before.cost is None and one.after.cost is not None
        counted = (before, after) if one.counted else (ZERO, ZERO)
        total = _plus(total, Difference(1, int(new), *counted))
    return total


def _plus(total: Difference, more: Difference) -> Difference:
    return Difference(
        total.charges + more.charges,
        total.newly_priced + more.newly_priced,
        total.before + more.before,
        total.after + more.after,
    )
