"""Rollups of runs and of latencies: each run once, each duration in its bucket, whatever arrives when."""

import math
from decimal import Decimal
from typing import Any

import psycopg

from finops.ledger.run_rollup_sql import STORED
from finops.ledger.settling.worker import settle_all
from finops.ledger.types import LatencyMeasure
from tests.factories.ledger import PRICE, FakeSpan, call, plain, store_batch
from tests.factories.rollups import FILL

FIRST = {"spend_quarter_hour", "spend_daily", "customer_daily", "user_daily"}  # what the others came after
FILLED = [
    rollup
    for _, rollups in STORED
    for rollup in rollups
    if rollup.table not in FIRST and "week" not in rollup.key
]
Database = psycopg.Connection[Any]
SECOND = 1_000_000_000


def settle(database: Database, project: int, *spans: FakeSpan) -> None:
    store_batch(spans, project, database)
    assert not settle_all(database).failed


def runs(database: Database, project: int) -> dict[Any, tuple[Any, ...]]:
    """Runs, failed ones, priced ones and their cost by journey and model."""
    rows = database.execute(
        """SELECT journey, response_model, runs, failed_runs, priced_runs, cost FROM run_daily
           WHERE project_id = %s AND runs <> 0""",
        [project],
    ).fetchall()
    return {row[:2]: row[2:] for row in rows}


def latencies(database: Database, project: int, measure: LatencyMeasure) -> dict[tuple[Any, ...], int]:
    """Observations by journey, model, failure and bucket."""
    rows = database.execute(
        """SELECT journey, response_model, failed, bucket, observations FROM latency_daily
           WHERE project_id = %s AND measure = %s AND observations <> 0""",
        [project, measure],
    ).fetchall()
    return {row[:4]: row[4] for row in rows}


def bucket(seconds: float) -> int:
    return math.floor(math.log(seconds * SECOND) / math.log(1.04))


def test_a_run_is_counted_once_and_once_for_each_model_it_called(database: Database, project: int) -> None:
    settle(
        database,
        project,
        plain("root", dims={"journey": "refund", "customer": "acme"}, lasts=9),
        call("first", 100, 10, parent="root", model="gpt-4o"),
        call("second", 100, 10, parent="root", at=2, model="gpt-4o"),
        call("third", 100, 10, parent="root", at=4, model="o3"),
    )
    run = (1, 0, 1, PRICE * 330)
    expected = {("refund", None): run, ("refund", "gpt-4o"): run, ("refund", "o3"): run}
    assert runs(database, project) == expected
    of_customer = database.execute(
        "SELECT customer, runs, failed_runs, priced_runs, cost FROM customer_run_daily"
    )
    assert of_customer.fetchall() == [("acme", *run)]
    assert latencies(database, project, LatencyMeasure.RUN) == {("refund", None, False, bucket(9)): 1}


def test_what_called_no_model_is_no_run(database: Database, project: int) -> None:
    settle(database, project, plain("root", dims={"journey": "refund"}))
    assert runs(database, project) == {}
    assert latencies(database, project, LatencyMeasure.RUN) == {}


def test_a_run_that_grows_moves_by_the_exact_difference(database: Database, project: int) -> None:
    settle(database, project, call("chat", 100, 10, parent="root", at=1, lasts=2))
    assert runs(database, project)[None, None] == (1, 0, 1, PRICE * 110)
    settle(database, project, plain("root", dims={"journey": "refund"}, lasts=30))
    assert runs(database, project).keys() == {("refund", None), ("refund", "gpt-4o")}
    assert latencies(database, project, LatencyMeasure.RUN) == {("refund", None, False, bucket(30)): 1}
    assert latencies(database, project, LatencyMeasure.CALL) == {(None, None, False, bucket(2)): 1}


def test_a_call_that_failed_has_a_latency_of_its_own(database: Database, project: int) -> None:
    settle(
        database,
        project,
        plain("root", lasts=9),
        call("failed", parent="root", lasts=5, error=True),
        call("again", 100, 10, parent="root", at=5, lasts=2),
    )
    assert latencies(database, project, LatencyMeasure.CALL) == {
        (None, None, True, bucket(5)): 1,
        (None, None, False, bucket(2)): 1,
    }


def test_a_span_that_repeats_another_adds_no_latency(database: Database, project: int) -> None:
    settle(
        database, project, call("outer", 100, 10, lasts=3), call("inner", 100, 10, parent="outer", lasts=2)
    )
    assert sum(latencies(database, project, LatencyMeasure.CALL).values()) == 1


def test_a_run_without_any_price_is_not_among_those_with_a_cost(database: Database, project: int) -> None:
    settle(database, project, call("chat", None, None))
    assert [found[2] for found in runs(database, project).values()] == [0, 0]


def test_what_was_stored_before_there_were_these_rollups_fills_them(database: Database, project: int) -> None:
    settle(
        database,
        project,
        plain("root", dims={"journey": "refund", "customer": "acme"}, lasts=9),
        call("first", 100, 10, parent="root"),
        call("failed", parent="root", error=True, lasts=4),
    )
    settled = _everything(database)
    database.execute(f"TRUNCATE {', '.join({one.table for one in FILLED})}")
    database.execute(FILL)
    assert _everything(database) == settled


def _everything(database: Database) -> dict[str, set[tuple[Any, ...]]]:
    """What the rollups hold; a row of nothing but zeros means the same as none."""
    found = {}
    for rollup in FILLED:
        sums, columns = f"({', '.join(rollup.sums)})", ", ".join([*rollup.key, *rollup.sums])
        zeros = ", ".join(["0"] * len(rollup.sums))
        rows = database.execute(f"SELECT {columns} FROM {rollup.table} WHERE {sums} <> ({zeros})").fetchall()
        assert rows
        found[rollup.table] = {
            tuple(one.normalize() if isinstance(one, Decimal) else one for one in row) for row in rows
        }
    return found
