"""Coding agents tell every call in their own traces or logs, and once more in counters: whatever arrives
when, each call is charged once."""

import datetime as dt
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finops.ledger.settling.worker import settle_all
from finops.telemetry.retention import drop_old_points
from finops.telemetry.types import Signal
from tests.factories.ledger import ledger_of, new_project
from tests.factories.otlp import START, export, span
from tests.factories.otlp_logs import export_logs, log
from tests.factories.otlp_metrics import CUMULATIVE, counter, export_metrics, point
from tests.factories.received import receive

Database = psycopg.Connection[Any]
Sent = tuple[bytes, Signal]
MINUTE, HOUR = 60_000, 3_600_000
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
AGENT = {"service.name": "claude-code"}
SCOPE = "com.anthropic.claude_code"
MODEL = {"model": "claude-sonnet-4-5"}
ANN, BOB = {"user.id": "ann"}, {"user.id": "bob"}
FIRST, SECOND = {"session.id": "s-1", **ANN}, {"session.id": "s-2", **ANN}
SUMS = """SELECT source, sum(input_tokens)::int FROM charge WHERE project_id = %s AND counted
GROUP BY 1 ORDER BY 1"""


def counted_up(tokens: int, who: dict[str, str], *, at: float = MINUTE, temporality: int = 1) -> Sent:
    """What counters of tokens say, up to a moment."""
    said = point(tokens, {**who, **MODEL, "type": "input"}, start=at - MINUTE, at=at)
    metric = counter("claude_code.token.usage", said, temporality=temporality)
    request = export_metrics(metric, scope_name=SCOPE, resource_attributes=AGENT)
    return request.SerializeToString(), Signal.METRICS


def traced(name: str, tokens: int, who: dict[str, str], *, at: float = 0) -> Sent:
    """A call in a trace of its own, as the tracing of the agent tells it."""
    said = {**who, **MODEL, "input_tokens": tokens, "output_tokens": 0, "request_id": f"req_{name}_0001"}
    one = span("claude_code.llm_request", trace=name, span=name, start=at, end=at + 500, attributes=said)
    request = export(one, scope_name=f"{SCOPE}.tracing", resource_attributes=AGENT)
    return request.SerializeToString(), Signal.TRACES


def logged(name: str, tokens: int, who: dict[str, str], *, at: float = 500) -> Sent:
    """A call in the log."""
    said = {**who, **MODEL, "input_tokens": tokens, "output_tokens": 0, "request_id": f"req_{name}_0001"}
    one = log("claude_code.api_request", said, at=at)
    request = export_logs(one, scope_name=f"{SCOPE}.events", resource_attributes=AGENT)
    return request.SerializeToString(), Signal.LOGS


def settled(database: Database, *sent: Sent) -> list[tuple[int, int]]:
    """Sources and tokens of what counts, when each request is settled before the next comes."""
    project = new_project()
    for body, signal in sent:
        receive(body, signal, project, database)
        settle(database)
    return database.execute(SUMS, [project]).fetchall()


def settle(database: Database) -> None:
    assert not settle_all(database).failed


def in_both_orders(database: Database, *sent: Sent) -> list[tuple[int, int]]:
    found = settled(database, *sent)
    assert settled(database, *reversed(sent)) == found
    return found


def test_calls_in_traces_of_their_own_take_the_place_of_the_counters_of_their_session(
    database: Database,
) -> None:
    assert in_both_orders(database, traced("one", 100, FIRST), counted_up(100, FIRST)) == [(1, 100)]


def test_the_whole_session_is_known_by_its_calls(database: Database) -> None:
    later = counted_up(7, FIRST, at=5 * HOUR)
    assert in_both_orders(database, traced("one", 100, FIRST), counted_up(100, FIRST), later) == [(1, 100)]


def test_another_session_keeps_its_counters(database: Database) -> None:
    assert in_both_orders(database, traced("one", 100, FIRST), counted_up(9, SECOND)) == [(1, 100), (4, 9)]


def test_a_call_of_unknown_usage_does_not_hide_what_was_counted(database: Database) -> None:
    bare = span("claude_code.llm_request", attributes={**FIRST, **MODEL})
    body = export(bare, scope_name=f"{SCOPE}.tracing", resource_attributes=AGENT).SerializeToString()
    found = in_both_orders(database, (body, Signal.TRACES), counted_up(9, FIRST))
    assert (4, 9) in found


def test_an_application_of_the_same_session_is_not_what_the_agent_counted(database: Database) -> None:
    said = {**FIRST, "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o"}
    one = span("chat", attributes={**said, "gen_ai.usage.input_tokens": 5, "gen_ai.usage.output_tokens": 0})
    body = export(one, resource_attributes=AGENT).SerializeToString()
    assert in_both_orders(database, (body, Signal.TRACES), counted_up(9, FIRST)) == [(1, 5), (4, 9)]


def test_counters_without_a_session_are_charged_by_user_and_hour(database: Database) -> None:
    sent = [counted_up(5, ANN), counted_up(6, ANN, at=2 * HOUR), counted_up(7, BOB), counted_up(5, ANN)]
    assert in_both_orders(database, *sent) == [(4, 18)]


def test_over_midnight_each_day_has_a_trace_of_its_own(database: Database) -> None:
    sent = [counted_up(5, ANN, at=hour * HOUR) for hour in (-13, 11, 13)]  # from noon on
    project = new_project()
    for body, signal in [*sent, *sent]:
        receive(body, signal, project, database)
        settle(database)
    traces = "SELECT count(*), sum(input_tokens)::int FROM trace WHERE project_id = %s"
    assert database.execute(traces, [project]).fetchall() == [(3, 15)]


@pytest.mark.parametrize("tell", [traced, logged])
def test_a_known_call_of_the_user_takes_the_place_of_the_counters_of_its_hour(
    database: Database, tell: Any
) -> None:
    sent = [tell("one", 100, FIRST), counted_up(100, ANN), counted_up(8, ANN, at=2 * HOUR)]
    source = 1 if tell is traced else 3
    assert in_both_orders(database, *sent) == [(source, 100), (4, 8)]


def test_what_is_exported_in_the_next_hour_is_known_by_the_call_before_it(database: Database) -> None:
    call = traced("one", 100, FIRST, at=HOUR - 20_000)
    assert in_both_orders(database, call, counted_up(100, ANN, at=HOUR + 30_000)) == [(1, 100)]


def test_a_call_of_another_user_leaves_counters_alone(database: Database) -> None:
    assert in_both_orders(database, traced("one", 100, FIRST), counted_up(9, BOB)) == [(1, 100), (4, 9)]


def test_running_totals_without_a_session_are_never_charged(database: Database) -> None:
    assert settled(database, counted_up(9, ANN, temporality=CUMULATIVE)) == []


WORLD = (
    traced("one", 100, FIRST),
    traced("two", 50, FIRST, at=2 * HOUR),
    logged("three", 30, SECOND),
    counted_up(100, FIRST),
    counted_up(50, FIRST, at=2 * HOUR + MINUTE),
    counted_up(30, SECOND),
    counted_up(1, {"session.id": "s-3", **BOB}),
    counted_up(7, BOB, at=HOUR),
    counted_up(180, ANN, at=2 * MINUTE),
    counted_up(11, ANN, at=5 * HOUR),
)


@SLOW
@given(data=st.data())
def test_any_arrival_gives_the_same_ledger(database: Database, data: st.DataObject) -> None:
    order = data.draw(st.permutations([*WORLD, *data.draw(st.lists(st.sampled_from(WORLD), max_size=3))]))
    project, straight = new_project(), new_project()
    for body, signal in order:
        receive(body, signal, project, database)
        if data.draw(st.booleans()):
            settle(database)
    for body, signal in WORLD:
        receive(body, signal, straight, database)
    settle(database)
    assert ledger_of(project, database) == ledger_of(straight, database)
    assert database.execute(SUMS, [project]).fetchall() == [(1, 150), (3, 30), (4, 19)]


def test_a_session_whose_oldest_points_are_gone_is_charged_for_what_comes_after_them(
    database: Database,
) -> None:
    project = new_project()
    begin, later = MINUTE - 24 * HOUR, MINUTE
    for body, signal in (running(100, begin, begin), running(130, begin, later)):
        receive(body, signal, project, database)
        settle(database)
        drop_old_points(database, START + dt.timedelta(days=1), 1)
    assert database.execute(SUMS, [project]).fetchall() == [(4, 130)]


def running(tokens: int, begin: float, at: float) -> Sent:
    """A running total since a moment."""
    said = point(tokens, {**FIRST, **MODEL, "type": "input"}, start=begin - MINUTE, at=at)
    metric = counter("claude_code.token.usage", said, temporality=CUMULATIVE)
    request = export_metrics(metric, scope_name=SCOPE, resource_attributes=AGENT)
    return request.SerializeToString(), Signal.METRICS
