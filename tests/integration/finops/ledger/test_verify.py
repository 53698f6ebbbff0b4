"""The check that runs in production: right ledgers pass, and every kind of damage is found and named."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings

from finops.ledger.folding import fold_weeks
from finops.ledger.settling.worker import settle_all
from finops.ledger.verification import verify
from tests.factories.agent_worlds import broken_worlds
from tests.factories.ledger import FakeSpan, aggregate, call, new_project, plain, store_batch

Database = psycopg.Connection[Any]


@pytest.fixture
def ledger(database: Database, project: int, organisation: None) -> int:
    """A settled ledger of every kind of charge, priced by a price that exists."""
    spans = [
        plain("root", dims={"journey": "refund", "customer": "acme", "user": "u1"}),
        aggregate("agent", 300, 30, parent="root", lasts=9),
        call("first", 100, 10, parent="agent"),
        call("second", 200, 20, parent="agent", at=2),
        call("failed", parent="agent", at=4, error=True),
        call("stream", parent="root", at=6),
    ]
    store_batch(spans, project, database)
    settle_all(database)
    fold_weeks(dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    return project


def differences() -> list[str]:
    with verify() as verification:
        return [str(difference) for difference in verification.differences]


def test_a_right_ledger_passes(database: Database, ledger: int) -> None:
    output = StringIO()
    call_command("verify_ledger", stdout=output)
    assert output.getvalue() == "The ledger agrees with its spans, prices and charges to the last digit.\n"


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE spend_daily SET cost = cost + 0.01", "spend_daily day 2026-03-10"),
        ("UPDATE spend_quarter_hour SET cost = cost + 1e-24 WHERE cost <> 0", "spend_quarter_hour bucket"),
        ("DELETE FROM customer_daily", "customer_daily day 2026-03-10, customer acme"),
        ("UPDATE user_daily SET calls = calls + 1", "calls is "),
        ("UPDATE run_daily SET runs = runs + 1", "run_daily day 2026-03-10"),
        ("UPDATE run_daily SET cost = cost + 1e-24", "cost is "),
        ("DELETE FROM customer_run_daily", "runs is 0, but should be 1"),
        ("UPDATE latency_daily SET bucket = bucket + 1 WHERE measure = 1", "latency_daily day 2026-03-10"),
        ("DELETE FROM latency_daily WHERE measure = 2", "observations is 0, but should be "),
        ("UPDATE latency_weekly SET observations = 7 WHERE measure = 1", "latency_weekly week 2026-03-09"),
        ("UPDATE customer_weekly_coarse SET calls = calls + 1", "customer_weekly_coarse week 2026-03-09"),
        ("UPDATE spend_weekly_coarse SET cost = cost + 1e-24", "spend_weekly_coarse week 2026-03-09"),
        ("DELETE FROM user_weekly_coarse", "user_weekly_coarse week 2026-03-09"),
        ("UPDATE customer_daily_coarse SET cost = cost + 1e-24", "customer_daily_coarse day 2026-03-10"),
        (
            "UPDATE charge SET counted = false WHERE input_tokens = 100",
            "counted is False, but should be True",
        ),
        ("UPDATE charge SET uncounted_reason = 'similar' WHERE input_tokens = 300", "should be aggregate"),
        ("UPDATE charge SET customer = 'globex' WHERE input_tokens = 100", "customer is globex"),
        ("UPDATE dimension_set SET journey = 'other'", "journey is other, but should be refund"),
        ("UPDATE charge SET cost = cost + 0.01 WHERE input_tokens = 100", "cost is "),
        ("UPDATE trace SET cost = cost + 0.01", "cost is "),
        ("UPDATE trace SET call_count = 7", "calls is 7"),
        ("UPDATE trace SET name = 'nobody'", "name is nobody, but should be root"),
        ("UPDATE charge SET dimension_set_id = NULL WHERE input_tokens = 100", "it is unsettled"),
        ("UPDATE charge SET cost = 0 WHERE input_tokens IS NULL AND NOT is_error", "cost is 0"),
    ],
)
def test_damage_is_found(database: Database, ledger: int, damage: str, found: str) -> None:
    assert differences() == []
    database.execute(damage)
    assert [line for line in differences() if found in line]


def test_the_command_prints_the_damage_and_fails(database: Database, ledger: int) -> None:
    database.execute("UPDATE spend_daily SET cost = cost + 0.01 WHERE cost <> 0")
    output = StringIO()
    with pytest.raises(CommandError, match="differs from its spans, prices or charges in 1 place"):
        call_command("verify_ledger", stdout=output)
    assert "spend_daily day 2026-03-10" in output.getvalue()


def test_days_before_the_one_asked_for_are_left_out(database: Database, ledger: int) -> None:
    database.execute("UPDATE spend_daily SET cost = cost + 0.01")
    call_command("verify_ledger", "--since", "2026-03-11", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("verify_ledger", "--since", "2026-03-10", stdout=StringIO())


def test_what_is_not_settled_yet_is_no_difference(database: Database, ledger: int) -> None:
    store_batch(
        [plain("late", parent="root", dims={"team": "x"}), call("new", 1, 1, trace="n")], ledger, database
    )
    output = StringIO()
    call_command("verify_ledger", stdout=output)
    assert output.getvalue().startswith("Left out: the traces of 1 unsettled batch.")


@pytest.fixture
def price(database: Database) -> Iterator[int]:
    """A price of 2 USD per million input and 8 USD per million output tokens."""
    statement = """
    WITH provider AS (
        INSERT INTO price_provider (name, title, fallback) VALUES ('maker', 'Maker', '[]') RETURNING id
    ), model AS (
        INSERT INTO priced_model (provider_id, name, title, match) SELECT id, 'm', 'M', '{}' FROM provider
        RETURNING id
    ), price AS (
        INSERT INTO price (model_id, context, source, source_version, content_hash)
        SELECT id, '{}', 'genai-prices', '1', 'x' FROM model RETURNING id
    )
    INSERT INTO price_component (price_id, unit, per, rate, tier_start)
    SELECT id, unit, 1000000, rate, 0
    FROM price, (VALUES ('input_tokens', 2), ('output_tokens', 8)) AS rates (unit, rate)
    RETURNING price_id"""
    row = database.execute(statement).fetchone()
    assert row is not None
    yield row[0]
    for table in ("price_component", "price", "priced_model", "price_provider"):
        database.execute(f"DELETE FROM {table}")


def test_a_priced_charge_is_computed_again_from_the_price_it_names(
    database: Database, project: int, price: int
) -> None:
    store_batch([call("a", 1000, 10)], project, database)
    settle_all(database)
    database.execute(
        """UPDATE charge SET price_status = 1, price_id = %s, cost_input = 0.002, cost_output = 0.00008,
                  cost_cache_read = 0, cost_cache_write = 0, cost_other = 0, cost = 0.00208""",
        [price],
    )
    costs = [line for line in differences() if line.startswith("charge")]
    assert costs == []
    database.execute("UPDATE charge SET cost_output = 0.00009")
    costs = [line for line in differences() if line.startswith("charge")]
    assert len(costs) == 1
    assert "cost_output is 0.000090000000000000000000, but should be 0.00008" in costs[0]


def test_a_charge_whose_price_is_gone_is_found(database: Database, project: int) -> None:
    store_batch([call("a", 1000, 10)], project, database)
    settle_all(database)
    database.execute("UPDATE charge SET price_status = 1, price_id = -1")
    assert [line for line in differences() if "its price is -1, but should be a price that exists" in line]


@pytest.mark.parametrize("folded", [dt.date(2000, 1, 3), dt.date(2026, 6, 1)])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=broken_worlds())
def test_whatever_is_settled_passes(
    database: Database, organisation: None, folded: dt.date, spans: list[FakeSpan]
) -> None:
    database.execute("UPDATE accounts_organisation SET folded_until = %s", [folded])
    project = new_project()
    half = len(spans) // 2
    for part in (spans[:half], spans[half:]):
        store_batch(part, project, database)
        settle_all(database)
    assert differences() == []
