"""The demo, shortened to three days, in a real instance: loaded, loaded again, removed."""

import datetime as dt
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from finops.runtime.demo.load import days_of
from finops.runtime.demo.records import Tokens
from finops.runtime.demo.requests import broken_spans, day_requests, day_runs
from finops.runtime.demo.truth import Billed, Owner, billed
from finops.runtime.demo.world import TEAMS
from tests.factories.instance import SPANLEDGER, Instance
from tests.factories.otlp import export, span
from tests.factories.receiver import Receiver
from tests.factories.waiting import eventually

pytestmark = pytest.mark.processes

DAYS = 2
TABLES = (
    "span", "charge", "trace", "batch", "rejection", "origin", "dimension_set",
    "run_daily", "customer_run_daily", "latency_daily",
    "spend_daily_coarse", "customer_daily_coarse", "user_daily_coarse",
    "spend_weekly_coarse", "customer_weekly_coarse", "user_weekly_coarse", "latency_weekly",
)  # fmt: skip
ROLLUPS = ("spend_quarter_hour", "spend_daily", "customer_daily", "user_daily")
COUNTED = """
SELECT d.team, coalesce(d.response_model, d.request_model), count(*), sum(input_tokens),
       coalesce(sum(output_tokens), 0), coalesce(sum(cache_read_tokens), 0),
       coalesce(sum(cache_write_tokens), 0), coalesce(sum(reasoning_tokens), 0)
FROM charge c JOIN dimension_set d ON d.id = c.dimension_set_id
JOIN accounts_project p ON p.id = c.project_id
WHERE c.counted AND p.name = 'demo' GROUP BY 1, 2"""


def ask(instance: Instance, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(instance.runtime["database_url"]) as connection:
        return connection.execute(statement, values).fetchall()


def rows_of(instance: Instance, project: str) -> dict[str, int]:
    """How many rows of each table and rollup belong to a project."""
    of_project = f"project_id = (SELECT id FROM accounts_project WHERE name = '{project}')"
    counts = {table: f"SELECT count(*) FROM {table} WHERE {of_project}" for table in TABLES}
    sets = f"SELECT id FROM dimension_set WHERE {of_project}"
    counts |= {table: f"SELECT count(*) FROM {table} WHERE dimension_set_id IN ({sets})" for table in ROLLUPS}
    return {table: ask(instance, statement)[0][0] for table, statement in counts.items()}


def all_rows(instance: Instance) -> dict[str, int]:
    """How many rows each table and rollup has."""
    return {table: ask(instance, f"SELECT count(*) FROM {table}")[0][0] for table in (*TABLES, *ROLLUPS)}


def load(instance: Instance, days: int = DAYS) -> str:
    return instance.run("demo", "--days", str(days), timeout=240).stdout


def until(instance: Instance) -> dt.datetime:
    [(begun,)] = ask(instance, "SELECT min(created_at) FROM accounts_apikey WHERE name = 'Demo data'")
    return begun.astimezone(dt.UTC)


def truth(instance: Instance) -> dict[Owner, Billed]:
    """What the demo world was billed."""
    end = until(instance)
    return billed(run for day in days_of(end, DAYS) for run in day_runs(day, end))


def counted(instance: Instance) -> dict[Owner, Billed]:
    """What the ledger counts."""
    return {
        Owner(team, model): Billed(calls, Tokens(*map(int, tokens)))
        for team, model, calls, *tokens in ask(instance, COUNTED)
    }


def start_demo(instance: Instance, until_it_says: str) -> None:
    with instance.printed.open("wb") as out:
        instance.process = subprocess.Popen(
            [SPANLEDGER, "demo", "--days", str(DAYS)],
            env=instance.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
    eventually(
        lambda: until_it_says in instance.output or instance.process.poll() is not None, "loading", 240
    )
    assert until_it_says in instance.output


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    """An instance that `spanledger demo` started, was stopped while it loaded, and started again."""
    made = Instance()
    try:
        start_demo(made, "Demo data: day 1")
        assert made.output.index("Spanledger is ready") < made.output.index("Demo data")
        assert made.stop(signal.SIGTERM) == 0  # as Docker and systemd stop it
        assert "Traceback" not in made.output
        start_demo(made, "Demo data is loaded")
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="module")
def loaded(instance: Instance) -> Instance:
    """That instance, with a project of somebody's own beside the demo data."""
    receiver = Receiver(instance, "shop")
    usage = {"gen_ai.usage.input_tokens": 120, "gen_ai.usage.output_tokens": 12, "finops.team": "mine"}
    model = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.system": "openai"}
    receiver.send(export(span("call", attributes=usage | model)))
    receiver.settle()
    return instance


def test_demo_starts_an_instance_and_goes_on_where_it_was_interrupted(instance: Instance) -> None:
    assert instance.ready()


def test_what_is_counted_is_what_the_demo_world_was_billed(loaded) -> None:
    assert counted(loaded) == truth(loaded)


def test_every_span_that_can_be_stored_is_stored(loaded) -> None:
    end = until(loaded)
    sent = {day: sum(request.spans for request in day_requests(day, end)) for day in days_of(end, DAYS)}
    broken = sum(len(broken_spans(day, start=0)) for day, spans in sent.items() if spans)
    assert rows_of(loaded, "demo")["span"] == sum(sent.values()) - broken


def test_there_are_examples_of_everything_a_screen_can_show(loaded) -> None:
    reasons = {reason for (reason,) in ask(loaded, "SELECT DISTINCT uncounted_reason FROM charge")}
    assert reasons >= {"aggregate", "duplicate", "same_response", "engine", "failed"}
    assert ask(loaded, "SELECT count(*) FROM charge WHERE counted AND price_status = 3")[0][0] > 0
    assert ask(loaded, "SELECT count(*) FROM charge WHERE ttft_ns IS NOT NULL")[0][0] > 0
    assert ask(loaded, "SELECT count(*) FROM charge WHERE cost_emitted IS NOT NULL")[0][0] > 0
    assert ask(loaded, "SELECT reason FROM rejection WHERE reason = 'bad_trace_id'")
    assert ask(loaded, "SELECT count(*) FROM span WHERE content IS NOT NULL")[0][0] == 0


def test_every_charge_of_a_public_model_has_a_price(loaded) -> None:
    unpriced = ask(loaded, "SELECT DISTINCT request_model FROM charge WHERE counted AND price_status = 3")
    assert unpriced == [("llama-3.3-70b-tickets",)]


def test_the_ledger_can_be_verified(loaded) -> None:
    loaded.run("verify_ledger")


def test_the_teams_can_be_assigned_to_people(loaded) -> None:
    assert {name for (name,) in ask(loaded, "SELECT name FROM accounts_team")} >= set(TEAMS)


def test_no_key_of_the_demo_can_be_used_any_more(loaded) -> None:
    keys = ask(loaded, "SELECT revoked_at FROM accounts_apikey WHERE name = 'Demo data'")
    assert keys and all(revoked for (revoked,) in keys)


def test_loading_twice_changes_nothing(loaded) -> None:
    before = rows_of(loaded, "demo")
    assert "is there already" in load(loaded)
    assert rows_of(loaded, "demo") == before


def test_more_days_are_added_to_those_that_are_there(loaded) -> None:
    before = rows_of(loaded, "demo")["trace"]
    load(loaded, DAYS + 1)
    end = until(loaded)
    assert rows_of(loaded, "demo")["trace"] == before + len(day_runs(days_of(end, DAYS + 1)[-1], end))


def test_the_demo_stays_out_of_a_project_that_holds_other_telemetry(loaded) -> None:
    rename = "UPDATE accounts_project SET name = %s WHERE name = %s RETURNING id"
    for former, name in (("demo", "set aside"), ("shop", "demo")):
        ask(loaded, rename, name, former)
    refused = loaded.run("demo", "--days", "1", check=False)
    for former, name in (("demo", "shop"), ("set aside", "demo")):
        ask(loaded, rename, name, former)
    assert refused.returncode == 1
    assert "is not demo data" in refused.stderr


def test_removing_takes_everything_of_the_demo_and_nothing_else(loaded) -> None:
    of_others, of_demo = rows_of(loaded, "shop"), rows_of(loaded, "demo")
    rest = {table: rows - of_demo[table] for table, rows in all_rows(loaded).items()}
    spent = (
        "SELECT sum(cost) FROM spend_daily r JOIN dimension_set d ON d.id = r.dimension_set_id"
        " WHERE d.team = 'mine'"
    )
    before = ask(loaded, spent)
    assert "is gone" in loaded.run("demo", "--remove").stdout
    assert rows_of(loaded, "shop") == of_others
    assert ask(loaded, spent) == before
    assert all_rows(loaded) == rest
    assert not ask(loaded, "SELECT FROM accounts_project WHERE name = 'demo'")
    assert not ask(loaded, "SELECT FROM accounts_team")
    loaded.run("verify_ledger")


def test_without_demo_data_there_is_nothing_to_remove(loaded) -> None:
    assert "no demo data" in loaded.run("demo", "--remove").stdout


def test_without_an_instance_there_is_nothing_to_remove_from(tmp_path) -> None:
    missing = Instance(home=tmp_path / "nothing")
    refused = missing.run("demo", "--remove", check=False)
    assert refused.returncode == 1
    assert "spanledger up" in refused.stderr
