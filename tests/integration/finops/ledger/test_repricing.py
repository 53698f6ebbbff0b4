"""Stored charges get the price that is known by now, and nothing else of them changes."""

from decimal import Decimal
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import call_command

from finops.ledger.repricing import ALL, Difference, Wanted, preview, reprice
from finops.ledger.services import reprice_next, reprice_soon
from finops.ledger.settling.closure import EPOCH
from finops.ledger.settling.worker import settle_all
from finops.ledger.tasks import do_what_was_asked
from finops.ledger.verification import verify
from finops.prices.manual import ManualRates, price_set
from tests.factories.ledger import START, FakeSpan, call, meter, plain, store_batch

pytestmark = pytest.mark.django_db(transaction=True)
Database = psycopg.Connection[Any]
RATES = ManualRates(input=Decimal("2.5"), cache_read=None, output=Decimal(10))
EVERYTHING = Wanted(EPOCH, START.replace(year=2027))
COST = Decimal("0.00035")  # 100 in at $2.5 and 10 out at $10 a million


def arrive(database: Database, project: int, *spans: FakeSpan, emitted: bool = False) -> None:
    """Calls of a model without a price, settled."""
    store_batch(spans, project, database)
    if not emitted:
        database.execute(
            "UPDATE charge SET price_status = 3, cost = NULL, cost_other = NULL, cost_emitted = NULL,"
            " price_reason = 'unknown_provider' WHERE project_id = %s AND price_status IN (2, 3)",
            [project],
        )
    assert not settle_all(database).failed


def set_price(day: str = "2026-03-01", rates: ManualRates = RATES, model: str = "gpt-4o") -> None:
    price_set(
        provider="openai", model=model, rates=rates, valid_from=START.date().fromisoformat(day), actor="tests"
    )


def spent(database: Database, table: str, column: str = "cost") -> Decimal:
    row = database.execute(f"SELECT coalesce(sum({column}), 0) FROM {table}").fetchone()
    assert row is not None
    return Decimal(row[0])


def agree() -> bool:
    with verify() as verification:
        found = [str(difference) for difference in verification.differences]
    assert found == []
    return True


def test_calls_without_a_price_get_it_and_all_sums_follow(database: Database, project: int) -> None:
    arrive(
        database,
        project,
        plain("root", dims={"journey": "refund", "customer": "acme", "user": "u1"}, lasts=9),
        call("first", 100, 10, parent="root"),
        call("second", 100, 10, parent="root", at=2),
        call("unknown usage", parent="root", at=4),
    )
    assert reprice(EVERYTHING) == Difference()
    set_price()
    # The third has another reason for being unpriced.
    change = Difference(charges=3, newly_priced=2, before=Decimal(0), after=COST * 2)
    assert preview(EVERYTHING) == change
    assert spent(database, "spend_daily") == 0
    assert reprice(EVERYTHING) == change
    for table in ("spend_daily", "spend_quarter_hour", "customer_daily", "user_daily", "trace"):
        assert spent(database, table) == COST * 2
    assert spent(database, "spend_daily", "unpriced_calls") == 1
    assert spent(database, "trace", "unpriced_count") == 1
    assert spent(database, "run_daily", "priced_runs") > 0
    assert agree()
    assert reprice(EVERYTHING) == Difference()


def test_a_call_that_does_not_count_gets_its_price_and_changes_no_sum(
    database: Database, project: int
) -> None:
    arrive(database, project, call("outer", 100, 10), call("inner", 100, 10, parent="outer"))
    set_price()
    assert reprice(EVERYTHING) == Difference(charges=2, newly_priced=1, before=Decimal(0), after=COST)
    assert spent(database, "charge") == COST * 2
    assert spent(database, "spend_daily") == COST
    assert agree()


def test_calls_before_its_first_day_and_outside_the_range_stay(database: Database, project: int) -> None:
    arrive(database, project, call("chat", 100, 10))
    set_price("2026-03-11")
    assert preview(EVERYTHING).newly_priced == 0
    set_price("2026-03-01")
    assert preview(Wanted(EPOCH, START)) == Difference()
    assert preview(EVERYTHING).newly_priced == 1


def test_what_has_a_cost_changes_only_when_everything_is_asked_for(database: Database, project: int) -> None:
    arrive(database, project, call("chat", 100, 10, cost=Decimal("0.5")), emitted=True)
    set_price()
    assert reprice(EVERYTHING) == Difference()
    change = Difference(charges=1, newly_priced=0, before=Decimal("0.5"), after=COST)
    assert reprice(EVERYTHING._replace(statuses=ALL)) == change
    assert spent(database, "charge", "cost_emitted") == Decimal("0.5")
    assert agree()


def test_many_traces_are_priced_in_several_transactions(
    database: Database, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finops.ledger.repricing.MOST_TRACES", 2)
    arrive(database, project, *(call(f"chat {n}", 100, 10, trace=f"trace {n}") for n in range(5)))
    set_price()
    assert reprice(EVERYTHING).newly_priced == 5
    assert spent(database, "spend_daily") == COST * 5
    assert agree()


def test_a_charge_nobody_settled_is_priced_and_counted_later(database: Database, project: int) -> None:
    store_batch([call("chat", 100, 10)], project, database)
    database.execute(
        "UPDATE charge SET price_status = 3, cost = NULL, cost_other = NULL, cost_emitted = NULL"
    )
    set_price()
    assert reprice(EVERYTHING).charges == 1
    assert spent(database, "spend_daily") == 0
    settle_all(database)
    assert spent(database, "spend_daily") == COST
    assert agree()


def test_workers_do_what_was_asked_for_once(database: Database, project: int) -> None:
    arrive(database, project, call("chat", 100, 10))
    set_price()
    for day in (11, 10):
        reprice_soon(START.date().replace(day=day))
    do_what_was_asked()
    assert spent(database, "spend_daily") == 0  # a receiver may not know the price yet
    database.execute("UPDATE repricing SET requested_at = now() - interval '31 seconds'")
    do_what_was_asked()
    assert spent(database, "spend_daily") == COST
    asked = database.execute("SELECT newly_priced, cost FROM repricing WHERE done_at IS NOT NULL ORDER BY id")
    assert asked.fetchall() == [(0, 0), (1, COST)]
    assert not reprice_next()


def test_the_command_shows_before_it_writes(database: Database, project: int) -> None:
    arrive(database, project, call("chat", 100, 10))
    set_price()
    told = _run()
    assert "1 charge would change; 1 counted call without a cost would get one" in told
    assert "$0 before, $0.00035 after" in told and "add --apply" in told
    assert spent(database, "spend_daily") == 0
    assert "1 charge changed" in _run("--apply", "--from", "2026-03-10", "--to", "2026-03-10")
    assert spent(database, "spend_daily") == COST
    assert "nothing changes" in _run("--apply")


def _run(*arguments: str) -> str:
    output = StringIO()
    call_command("reprice", *arguments, stdout=output)
    return output.getvalue()


def test_what_counters_say_gets_its_price_as_well(database: Database, project: int) -> None:
    store_batch([meter("an hour", 100, 10)], project, database)
    database.execute("UPDATE charge SET line = -1, source = 4 WHERE project_id = %s", [project])
    arrive(database, project)
    set_price()
    assert reprice(EVERYTHING) == Difference(charges=1, newly_priced=1, before=Decimal(0), after=COST)
    assert spent(database, "spend_daily") == COST
    assert spent(database, "spend_daily", "calls") == 0
    assert agree()
