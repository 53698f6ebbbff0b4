"""Two workers at related traces: the later one waits, and reads what the earlier one did."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from finops.attribution.rules import NO_RULES
from finops.ledger.settling.closure import Range, read_locked
from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.keys import BUCKETS, lock_keys
from finops.ledger.settling.outcome import settle_closure
from finops.ledger.settling.transaction import MARK, write
from finops.ledger.settling.worker import settle_all
from tests.factories.ledger import (
    START,
    FakeSpan,
    aggregate,
    call,
    ledger_of,
    new_project,
    store_batch,
    trace_uuid,
)
from tests.factories.waiting import eventually

Database = psycopg.Connection[Any]
RESPONSE = "chatcmpl-91a663862f4bbd44"
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'advisory'"


@contextmanager
def in_the_middle(spans: list[FakeSpan], project: int) -> Iterator[None]:
    """A worker that has read these spans, and writes what it made of them when the block ends."""
    start = round(START.timestamp() * 1_000_000)
    with settling_connection() as worker, worker.transaction():
        batch = store_batch_alone(spans, project)
        traces = {trace_uuid(one.trace).bytes for one in spans}
        closure = read_locked(worker, project, traces, Range(start, start + 86_400_000_000))
        worker.execute("SELECT id FROM batch WHERE id = %s FOR UPDATE", [batch])
        yield
        write(worker, closure, settle_closure(closure, NO_RULES))
        worker.execute(MARK, [[batch]])


def store_batch_alone(spans: list[FakeSpan], project: int) -> int:
    with settling_connection() as connection:
        return store_batch(spans, project, connection)


def settle_elsewhere() -> None:
    with settling_connection() as connection:
        settle_all(connection)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([aggregate("agent", 100, 10)], [call("chat", 100, 10, parent="agent")]),
        (
            [call("sdk", 100, 10, response=RESPONSE)],
            [call("proxy", 100, 10, response=RESPONSE, trace="gateway", layer=4, scope="gateway")],
        ),
    ],
    ids=["spans of one trace", "traces that share a response"],
)
def test_a_worker_waits_for_another_that_has_read_what_it_changes(
    database: Database, project: int, first: list[FakeSpan], second: list[FakeSpan]
) -> None:
    other = threading.Thread(target=settle_elsewhere)
    with in_the_middle(first, project):
        store_batch(second, project, database)
        other.start()
        eventually(lambda: database.execute(WAITS).fetchone() == (1,), "the other worker waits")
    other.join()
    again = new_project()
    store_batch([*first, *second], again, database)
    settle_all(database)
    assert ledger_of(project, database) == ledger_of(again, database)


def test_locks_are_taken_in_one_order_and_are_bounded() -> None:
    traces = [trace_uuid(str(n)).bytes for n in range(10_000)]
    keys = lock_keys(7, traces, range(10_000))
    assert keys == sorted(set(keys))
    assert len(keys) <= BUCKETS
    assert keys == lock_keys(7, reversed(traces), range(10_000))


def test_projects_do_not_share_locks() -> None:
    traces = [trace_uuid(str(n)).bytes for n in range(1_000)]
    assert not set(lock_keys(1, traces, ())) & set(lock_keys(2, traces, ()))
