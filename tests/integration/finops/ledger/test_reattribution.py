"""Rules and owners that are applied to history: exact, in parts, and safe to kill."""

import datetime as dt
import threading
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from finops.accounts import services as accounts
from finops.accounts.models import Team
from finops.attribution import services
from finops.ledger import reattribution
from finops.ledger.services import reattribute_soon, reattributions
from finops.ledger.settling.closure import EPOCH
from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.worker import settle_all
from finops.ledger.tasks import reattribute
from finops.ledger.verification import verify
from tests.factories.ledger import PRICE, START, call, new_project, plain, store_batch
from tests.factories.rules import is_, rule, says
from tests.factories.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
Database = psycopg.Connection[Any]
ALWAYS = START - dt.timedelta(days=30)
SPEND = """
SELECT d.team, sum(f.cost), sum(f.calls) FROM spend_daily f JOIN dimension_set d ON d.id = f.dimension_set_id
GROUP BY 1 HAVING sum(f.calls) > 0 ORDER BY 1"""
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'advisory'"


@pytest.fixture
def ledger(database: Database, project: int) -> int:
    """Five traces of one call each, settled without any rule."""
    for n in range(5):
        spans = [
            plain(f"root {n}", trace=f"{n}", lasts=9),
            call(f"c{n}", 100, 10, trace=f"{n}", parent=f"root {n}"),
        ]
        store_batch(spans, project, database)
    assert not settle_all(database).failed
    return project


def differences() -> list[str]:
    with verify() as verification:
        return [str(difference) for difference in verification.differences]


def spend(database: Database) -> list[tuple[str | None, Decimal, int]]:
    return database.execute(SPEND).fetchall()


def test_a_rule_moves_stored_calls_and_every_sum_with_them(database: Database, ledger: int) -> None:
    assert spend(database) == [(None, PRICE * 550, 5)]
    made = rule(is_("service", "shop"), team="payments", since=ALWAYS)
    reattribute_soon(ALWAYS, reason="tests")
    assert spend(database) == [(None, PRICE * 550, 5)]
    reattribute()
    assert spend(database) == [("payments", PRICE * 550, 5)]
    assert {row[0] for row in database.execute("SELECT team FROM trace")} == {"payments"}
    assert database.execute("SELECT sum(runs) FROM run_daily WHERE team = 'payments'").fetchone() == (10,)
    assert differences() == []
    services.rule_switch_off(rule=made, since=EPOCH, actor="tests")
    reattribute_soon(EPOCH, reason="tests")
    reattribute()
    assert spend(database) == [(None, PRICE * 550, 5)]
    assert differences() == []


def test_only_calls_from_that_moment_on_move(database: Database, ledger: int) -> None:
    since = START + dt.timedelta(minutes=1)
    store_batch([call("later", 100, 10, trace="later", at=60)], ledger, database)
    assert not settle_all(database).failed
    rule(is_("service", "shop"), team="payments", since=since)
    reattribute_soon(since, reason="tests")
    reattribute()
    assert spend(database) == [("payments", PRICE * 110, 1), (None, PRICE * 550, 5)]
    assert differences() == []


def test_the_ledger_agrees_with_itself_at_every_step_and_after_being_killed(
    database: Database, ledger: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reattribution, "MOST_TRACES", 2)
    rule(is_("service", "shop"), team="payments", since=ALWAYS)
    reattribute_soon(ALWAYS, reason="tests")
    done, moved = [], []
    assert differences() == []
    with settling_connection() as connection:
        while reattribution.step(connection):
            assert differences() == []
            done.append(reattributions()[0].traces_done)
            moved.append({team: calls for team, _, calls in spend(database)}.get("payments", 0))
            killed_in_the_middle(ledger)
    assert (done, moved) == ([0, 2, 4, 5, 5], [0, 2, 4, 5, 5])
    request = reattributions()[0]
    assert (request.traces, request.charges_moved, request.failed_traces) == (5, 5, 0)
    assert request.done_at is not None and request.percent == 100


def killed_in_the_middle(project: int) -> None:
    """Another worker takes a step and dies before its commit."""
    with settling_connection() as connection, pytest.raises(KeyboardInterrupt), connection.transaction():
        reattribution.step(connection)
        raise KeyboardInterrupt


def test_what_settles_by_old_rules_meanwhile_is_attributed_anew_too(database: Database, project: int) -> None:
    store_batch([call("slow", 100, 10)], project, database)
    with settling_connection() as slow:
        with slow.transaction():
            settle_all(slow)  # has read the rules of before
            rule(is_("service", "shop"), team="payments", since=ALWAYS)
            reattribute_soon(ALWAYS, reason="tests")
            worker = threading.Thread(target=reattribution.reattribute_some, args=[10])
            worker.start()
            eventually(lambda: database.execute(WAITS).fetchone() == (1,), "the worker waits")
        worker.join(30)
    assert spend(database) == [("payments", PRICE * 110, 1)]
    assert differences() == []


def test_without_a_request_a_changed_history_is_a_difference(database: Database, ledger: int) -> None:
    rule(is_("service", "shop"), team="payments", since=ALWAYS)
    assert len(differences()) == 10  # five calls and their traces


def test_a_trace_that_cannot_be_settled_holds_up_no_other(
    database: Database, ledger: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(is_("service", "shop"), team="payments", since=ALWAYS)
    bad = database.execute("SELECT trace_id FROM trace ORDER BY trace_id OFFSET 1 LIMIT 1").fetchall()
    real = reattribution.settle_traces

    def refusing(connection: Any, project_id: int, traces: Any, given: Any) -> int:
        if bad[0][0].bytes in set(traces):
            raise RuntimeError("cannot be settled")
        return real(connection, project_id, traces, given)

    monkeypatch.setattr(reattribution, "settle_traces", refusing)
    reattribute_soon(ALWAYS, reason="tests")
    reattribute()
    request = reattributions()[0]
    assert (request.traces_done, request.charges_moved, request.failed_traces) == (5, 4, 1)
    assert request.done_at is not None


def test_traces_whose_spans_are_gone_stay_as_they_were(database: Database, ledger: int) -> None:
    database.execute("DELETE FROM span")
    rule(is_("service", "shop"), team="payments", since=ALWAYS)
    reattribute_soon(ALWAYS, reason="tests")
    reattribute()
    assert spend(database) == [(None, PRICE * 550, 5)]
    assert differences() == []


def test_another_owner_gets_what_nobody_claims_of_stored_calls(database: Database) -> None:
    first, second = (Team.objects.create(name=name) for name in ("platform", "checkout"))
    shop = accounts.project_create(name="shop", content_policy="drop", owner_team=first, actor="tests")
    store_batch([call("old", 100, 10), call("new", 100, 10, trace="n", at=60)], shop.pk, database)
    store_batch([call("elsewhere", 100, 10)], new_project(), database)
    assert not settle_all(database).failed
    accounts.project_update(
        project=shop, content_policy="drop", owner_team=second, actor="tests",
        owned_since=START + dt.timedelta(minutes=1),
    )  # fmt: skip
    assert differences() == []
    reattribute()
    assert spend(database) == [
        ("checkout", PRICE * 110, 1), ("platform", PRICE * 110, 1), (None, PRICE * 110, 1),
    ]  # fmt: skip
    assert reattributions()[0].reason == "What nobody claims of shop belongs to checkout"
    assert reattributions()[0].traces == 1
    assert differences() == []
    shop.delete()
    Team.objects.all().delete()


def test_a_changed_rule_is_asked_for_the_past_as_if_it_had_always_been_so(
    database: Database, ledger: int
) -> None:
    made = rule(is_("service", "shop"), team="payments", since=ALWAYS)
    services.rule_change(
        rule=made, content=says(is_("service", "shop"), team="checkout"), since=EPOCH, actor="tests"
    )
    reattribute_soon(EPOCH, reason="tests")
    reattribute()
    assert [team for team, _, _ in spend(database)] == ["checkout"]
    assert differences() == []
