"""Settling against a real Postgres: what counts, whom it belongs to, and what the rollups say."""

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg

from finops.ledger.settling.worker import settle_all
from finops.prices.types import PriceStatus
from finops.telemetry.types import Layer, Role
from tests.factories.ledger import (
    PRICE,
    START,
    FakeSpan,
    aggregate,
    at_version,
    call,
    charge_reasons,
    ledger_of,
    plain,
    store_batch,
    trace_uuid,
)

Database = psycopg.Connection[Any]
GATEWAY = {"layer": Layer.GATEWAY, "scope": "gateway", "service": "proxy", "trace": "gateway"}


def settle(database: Database, project: int, *spans: FakeSpan) -> None:
    store_batch(spans, project, database)
    assert not settle_all(database).failed


def one(database: Database, statement: str, *parameters: object) -> Any:
    row = database.execute(statement, parameters).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def dimensions(database: Database, project: int, span: str) -> Any:
    return one(
        database,
        """SELECT d.team, d.journey, d.step, d.service, c.customer, c.end_user, c.session
           FROM charge c JOIN span s USING (project_id, trace_id, span_id, fingerprint)
           JOIN dimension_set d ON d.id = c.dimension_set_id WHERE c.project_id = %s AND s.name = %s""",
        project,
        span,
    )


def spend(database: Database, project: int, columns: str, table: str = "spend_daily") -> Any:
    return one(
        database,
        f"""SELECT {columns} FROM {table} r JOIN dimension_set d ON d.id = r.dimension_set_id
            WHERE d.project_id = %s""",
        project,
    )


def test_a_call_is_counted_attributed_and_rolled_up(database: Database, project: int) -> None:
    settle(
        database,
        project,
        plain("root", dims={"journey": "refund", "customer": "acme", "user": "u1", "session": "s1"}),
        call("chat", 100, 10, parent="root", dims={"step": "answer"}, resource={"team": "payments"}),
    )
    assert charge_reasons(project, database) == {"chat": "sole_span"}
    assert dimensions(database, project, "chat") == (
        "payments",
        "refund",
        "answer",
        "shop",
        "acme",
        "u1",
        "s1",
    )
    for table in ("spend_quarter_hour", "spend_daily", "customer_daily", "user_daily"):
        found = spend(database, project, "sum(calls), sum(input_tokens), sum(cost), count(*)", table)
        assert found == (1, 100, PRICE * 110, 1)


def test_the_trace_is_summarised(database: Database, project: int) -> None:
    settle(
        database,
        project,
        plain("POST /refund", dims={"journey": "refund", "customer": "acme"}, lasts=3),
        call("chat", 100, 10, parent="POST /refund", at=1, resource={"environment": "prod"}),
        call("failed", parent="POST /refund", at=2, error=True),
        call("stream", parent="POST /refund", at=2.5, lasts=0.25),
    )
    assert one(
        database,
        """SELECT name, service, environment, journey, customer, start_time, duration_ns, span_count,
                  error_count, call_count, uncounted_count, unpriced_count, input_tokens, output_tokens, cost,
                  models, has_root
           FROM trace WHERE project_id = %s""",
        project,
    ) == (
        "POST /refund", "shop", "prod", "refund", "acme", START, 3_000_000_000, 4, 1,
        2, 1, 1, 100, 10, PRICE * 110, ["gpt-4o"], True,
    )  # fmt: skip


def test_a_root_that_arrives_last_moves_its_calls_to_their_journey(database: Database, project: int) -> None:
    settle(database, project, call("chat", 100, 10, parent="root"))
    assert spend(database, project, "sum(cost) FILTER (WHERE journey IS NULL)") == PRICE * 110
    assert one(database, "SELECT has_root, name FROM trace WHERE project_id = %s", project) == (False, "chat")
    settle(database, project, plain("root", dims={"journey": "refund"}, at=-1, lasts=5))
    assert spend(database, project, "sum(cost) FILTER (WHERE journey IS NULL)") == 0
    assert spend(database, project, "sum(cost) FILTER (WHERE journey = 'refund')") == PRICE * 110
    assert one(database, "SELECT has_root, name FROM trace WHERE project_id = %s", project) == (True, "root")


def test_an_agent_counts_until_its_calls_arrive(database: Database, project: int) -> None:
    settle(database, project, aggregate("agent", 300, 30, lasts=9))
    assert spend(database, project, "sum(input_tokens)") == 300
    settle(database, project, call("chat", 100, 10, parent="agent", at=1))
    assert charge_reasons(project, database) == {"agent": "aggregate", "chat": "sole_span"}
    assert spend(database, project, "sum(input_tokens), sum(calls)") == (100, 1)


def test_a_gateway_in_another_trace_takes_the_call_over_and_keeps_whom_it_belongs_to(
    database: Database, project: int
) -> None:
    response = "chatcmpl-91a663862f4bbd44"
    settle(
        database,
        project,
        plain("root", dims={"journey": "refund", "customer": "acme"}),
        call("sdk", 100, 10, parent="root", response=response, resource={"team": "payments"}),
    )
    settle(database, project, call("proxy", 100, 10, response=response, cost=Decimal("0.5"), **GATEWAY))
    assert charge_reasons(project, database) == {"sdk": "same_response", "proxy": "winner"}
    assert dimensions(database, project, "proxy")[:5] == ("payments", "refund", None, "shop", "acme")
    assert spend(database, project, "sum(cost), sum(calls)") == (Decimal("0.5"), 1)
    assert one(
        database,
        "SELECT call_count, cost FROM trace WHERE project_id = %s AND trace_id = %s",
        project,
        trace_uuid("trace"),
    ) == (0, 0)


def test_a_replay_weeks_later_is_recognised(database: Database, project: int) -> None:
    response = "resp_99d2a39d9a71dea8254a0194"
    settle(database, project, call("first", 100, 10, response=response))
    settle(database, project, call("again", 100, 10, response=response, at=20 * 86400, trace="later"))
    assert charge_reasons(project, database) == {"first": "winner", "again": "replay"}


def test_a_response_id_that_turns_out_to_be_constant_joins_nothing_any_more(
    database: Database, project: int
) -> None:
    spans = [call(f"s{n}", 100, 10, response="chatcmpl-constant-id", trace=f"t{n}") for n in range(40)]
    settle(database, project, *spans[:20])
    assert spend(database, project, "sum(calls)") == 1
    settle(database, project, *spans[20:])
    assert set(charge_reasons(project, database).values()) == {"sole_span"}
    assert spend(database, project, "sum(calls)") == 40


def test_projects_never_see_each_others_responses(database: Database, project: int) -> None:
    response = "chatcmpl-91a663862f4bbd44"
    settle(database, project, call("sdk", 100, 10, response=response))
    settle(database, project + 500_000, call("proxy", 100, 10, response=response, **GATEWAY))
    assert charge_reasons(project, database) == {"sdk": "sole_span"}


def test_sending_everything_twice_changes_nothing(database: Database, project: int) -> None:
    spans = [
        plain("root", dims={"team": "a"}),
        call("chat", 100, 10, parent="root"),
        call("stream", parent="root", at=3),
    ]
    settle(database, project, *spans)
    before = ledger_of(project, database)
    settle(database, project, *spans)
    assert ledger_of(project, database) == before


def test_a_fuller_version_of_a_span_replaces_the_first(database: Database, project: int) -> None:
    pending = call("chat", version="1", lasts=0.1)
    settle(database, project, pending)
    assert spend(database, project, "sum(calls), sum(unknown_calls), sum(unpriced_calls)") == (1, 1, 1)
    settle(database, project, at_version(pending, "2", tokens=(100, 10), lasts=1))
    assert spend(database, project, "sum(calls), sum(unknown_calls), sum(unpriced_calls)") == (1, 0, 0)
    assert spend(database, project, "sum(cost)") == PRICE * 110


def test_unknown_usage_is_counted_but_never_as_zero_tokens_of_known_price(
    database: Database, project: int
) -> None:
    settle(database, project, call("stream"))
    assert one(database, "SELECT counted, cost, price_status FROM charge WHERE project_id = %s", project) == (
        True,
        None,
        PriceStatus.UNPRICED,
    )
    assert spend(database, project, "sum(calls), sum(unknown_calls), sum(cost)") == (1, 1, 0)


def test_a_failed_call_is_an_error_once(database: Database, project: int) -> None:
    settle(
        database,
        project,
        call("outer", error=True, layer=Layer.FRAMEWORK, scope="framework"),
        call("inner", parent="outer", error=True),
    )
    assert spend(database, project, "sum(errors), sum(calls)") == (1, 0)


def test_a_trace_over_several_days_is_settled_as_one(database: Database, project: int) -> None:
    day = 86400.0
    settle(database, project, call("late", 100, 10, parent="root", at=3 * day))
    settle(database, project, plain("root", dims={"journey": "refund"}, lasts=4 * day))
    assert dimensions(database, project, "late")[1] == "refund"
    assert spend(database, project, "min(day)") == (START + dt.timedelta(days=3)).date()


def test_days_end_where_the_organisation_says(database: Database, project: int) -> None:
    database.execute(
        """INSERT INTO accounts_organisation (id, name, time_zone, currency)
           VALUES (1, '', 'Asia/Tokyo', 'USD')"""
    )
    try:
        settle(database, project, call("evening", 100, 10, at=6 * 3600))
        assert spend(database, project, "min(day)") == (START + dt.timedelta(days=1)).date()
    finally:
        database.execute("DELETE FROM accounts_organisation")


def test_spans_dropped_by_retention_freeze_what_was_settled(database: Database, project: int) -> None:
    settle(
        database,
        project,
        plain("root", dims={"journey": "refund"}, lasts=9),
        call("old", 100, 10, parent="root", at=1),
        aggregate("agent", 500, 50, parent="root", at=2),
    )
    database.execute("DELETE FROM span WHERE project_id = %s", [project])
    settle(database, project, call("new", 50, 5, parent="agent", at=5))
    assert one(
        database,
        "SELECT count(*), count(*) FILTER (WHERE counted) FROM charge WHERE project_id = %s",
        project,
    ) == (3, 3)
    assert spend(database, project, "sum(cost) FILTER (WHERE journey = 'refund')") == PRICE * 660
    assert one(database, "SELECT cost, call_count, name FROM trace WHERE project_id = %s", project) == (
        PRICE * 715,
        3,
        "root",
    )


def test_a_trace_tells_its_amplification_and_its_tool_loops(database: Database, project: int) -> None:
    tools = [plain(f"tool {at}", role=Role.TOOL, parent="agent", at=at, name="search") for at in (2, 3, 4)]
    settle(
        database,
        project,
        plain("agent", lasts=9),
        call("first", 90, 10, parent="agent", at=1),
        *tools,
        call("second", 500, 100, parent="agent", at=5),
    )
    rows = database.execute(
        "SELECT entry_tokens, tool_count, tool_repeats, input_tokens + output_tokens FROM trace"
        " WHERE project_id = %s",
        [project],
    ).fetchall()
    assert rows == [(100, 3, 2, 700)]
