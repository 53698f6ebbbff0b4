"""Workers: batches that cannot be settled, crashes, and others at work at the same time."""

import os
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg.conninfo import make_conninfo

from finops.ledger.settling.connection import KeptConnection, settling_connection
from finops.ledger.settling.transaction import Wanted, settle_next
from finops.ledger.settling.worker import settle_all
from finops.ledger.tasks import settle_pending
from tests.factories.ledger import call, charge_reasons, ledger_of, new_project, plain, store_batch
from tests.factories.waiting import eventually

Database = psycopg.Connection[Any]
TOO_DEAR = Decimal(9) * 10**13  # two of these exceed what a rollup can hold


def unsettled(database: Database) -> list[int]:
    rows = database.execute("SELECT id FROM batch WHERE settled_at IS NULL ORDER BY id").fetchall()
    return [row[0] for row in rows]


def store_bad_batch(project: int, database: Database) -> int:
    spans = [call(f"dear{n}", 1, 1, cost=TOO_DEAR, trace=f"bad{n}") for n in range(2)]
    return store_batch(spans, project, database)


def test_a_batch_that_cannot_settle_does_not_hold_up_the_others(database: Database, project: int) -> None:
    before = store_batch([call("before", 1, 1, trace="before")], project, database)
    bad = store_bad_batch(project, database)
    after = store_batch([call("after", 1, 1, trace="after")], project, database)
    progress = settle_all(database)
    assert progress.failed == {bad}
    assert progress.batches == 2
    assert unsettled(database) == [bad]
    assert before < bad < after
    reasons = charge_reasons(project, database)
    assert (reasons["before"], reasons["after"], reasons["dear0"]) == ("sole_span", "sole_span", None)


def test_a_batch_that_cannot_settle_says_why_and_waits_before_it_is_tried_again(
    database: Database, project: int
) -> None:
    bad = store_bad_batch(project, database)
    settle_all(database)
    row = database.execute("SELECT attempts, error FROM batch WHERE id = %s", [bad]).fetchone()
    assert row is not None
    assert row[0] == 1
    assert "overflow" in row[1]
    assert settle_all(database).failed == frozenset()
    assert settle_all(database, impatient=True).failed == {bad}


def test_a_batch_is_settled_once_its_cause_is_gone(database: Database, project: int) -> None:
    store_bad_batch(project, database)
    settle_all(database)
    database.execute("UPDATE charge SET cost = 1, cost_other = 1 WHERE project_id = %s", [project])
    assert settle_all(database, impatient=True).batches == 1
    assert database.execute("SELECT count(*) FROM batch WHERE error IS NOT NULL").fetchone() == (0,)


def test_a_batch_without_spans_is_settled(database: Database, project: int) -> None:
    store_batch([], project, database)
    assert settle_all(database).batches == 1
    assert unsettled(database) == []


def test_batches_that_somebody_else_is_settling_are_left_alone(database: Database, project: int) -> None:
    store_batch([call("a", 1, 1)], project, database)
    with settling_connection() as other, other.transaction():
        other.execute("SELECT id FROM batch WHERE settled_at IS NULL FOR UPDATE").fetchall()
        assert settle_all(database).batches == 0
    assert settle_all(database).batches == 1


def test_a_connection_lost_in_the_middle_leaves_everything_as_it_was(
    database: Database, project: int
) -> None:
    store_batch([plain("root"), call("a", 1, 1, parent="root")], project, database)
    before = ledger_of(project, database)
    with settling_connection() as doomed, pytest.raises(psycopg.OperationalError), doomed.transaction():
        settle_next(doomed, Wanted())
        database.execute("SELECT pg_terminate_backend(%s)", [doomed.info.backend_pid])
        doomed.execute("SELECT 1")
    assert ledger_of(project, database) == before
    assert settle_all(database).batches == 1
    assert charge_reasons(project, database) == {"a": "sole_span"}


def test_a_killed_worker_loses_and_repeats_nothing(database: Database, project: int) -> None:
    def spans(part: int) -> list[Any]:
        return [
            one
            for n in range(200)
            for one in (
                plain(f"root{n}", trace=f"t{n}", dims={"journey": f"j{part}"}),
                call(f"call{part}-{n}", 10 + part, 1, trace=f"t{n}", parent=f"root{n}", at=part),
            )
        ]

    for part in range(20):
        store_batch(spans(part), project, database)
    # Each batch in a transaction of its own, so that the kill lands in the middle of the work.
    code = (
        "import django; django.setup()\n"
        "from finops.ledger.settling import transaction; transaction.MAX_TRACES = 1\n"
        "from finops.ledger.settling.connection import settling_connection\n"
        "from finops.ledger.settling.worker import settle_all\n"
        "with settling_connection() as connection: settle_all(connection)\n"
    )
    info = database.info
    url = make_conninfo(host=info.host, port=info.port, user=info.user, dbname=info.dbname)
    environment = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "finops.settings"}
    with subprocess.Popen([sys.executable, "-c", code], env={**os.environ, **environment}) as process:
        try:
            eventually(lambda: len(unsettled(database)) < 18, "the first batches are settled")
        finally:
            process.kill()
    assert unsettled(database)
    settle_all(database)
    again = new_project()
    store_batch([one for part in range(20) for one in spans(part)], again, database)
    settle_all(database)
    assert ledger_of(project, database) == ledger_of(again, database)


def test_the_task_settles_what_waits(database: Database, project: int) -> None:
    store_batch([call("a", 1, 1)], project, database)
    settle_pending.apply(throw=True)
    assert unsettled(database) == []


def test_a_worker_keeps_its_connection_until_it_is_lost(database: Database) -> None:
    kept = KeptConnection()
    with kept.use() as first:
        pass
    assert first.closed
    kept.keep = True
    with kept.use() as second:
        pass
    with kept.use() as third:
        assert third is second
        database.execute("SELECT pg_terminate_backend(%s)", [third.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            third.execute("SELECT 1")
    kept.keep = False
    with kept.use() as fourth:
        assert fourth is not third
        assert fourth.execute("SELECT 1").fetchone() == (1,)


def test_the_command_settles_and_says_what_it_did(database: Database, project: int) -> None:
    store_batch([call("a", 1, 1)], project, database)
    output = StringIO()
    call_command("settle", "--wait", stdout=output)
    assert output.getvalue() == "Settled 1 batch with 1 span; 1 charge changed.\n"


def test_the_command_fails_when_a_batch_cannot_be_settled(database: Database, project: int) -> None:
    bad = store_bad_batch(project, database)
    with pytest.raises(CommandError, match=rf"could not be settled: {bad}\."):
        call_command("settle", "--wait", stdout=StringIO())
