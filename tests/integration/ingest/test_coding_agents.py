"""Coding agents say the same in logs and counters: their sessions are charged once."""

import random
from collections.abc import Mapping
from typing import Any

import pytest

from tests.factories.otlp_logs import export_logs, log
from tests.factories.otlp_metrics import CUMULATIVE, counter, export_metrics, point
from tests.factories.receiver import Receiver

pytestmark = pytest.mark.processes
HOUR_MS = 3_600_000
CLAUDE = {
    "scope_name": "com.anthropic.claude_code",
    "resource_attributes": {"service.name": "claude-code", "team.id": "platform"},
}
MODEL = {"model": "claude-sonnet-4-5"}


def tokens(number: int, session: str = "s-1") -> bytes:
    """What the exporter of Claude Code sends once a minute: the growth of its counters."""
    of_session: Mapping[str, Any] = {"session.id": session, "user.account_uuid": "u-1", **MODEL}
    minute = {"start": (number - 1) * 60_000, "at": number * 60_000}
    counts = {"input": 10, "output": 20, "cacheRead": 1000, "cacheCreation": 5}
    return export_metrics(
        counter(
            "claude_code.token.usage",
            *(point(count, {**of_session, "type": kind}, **minute) for kind, count in counts.items()),
        ),
        counter("claude_code.cost.usage", point(0.25, dict(of_session), **minute)),
        **CLAUDE,
    ).SerializeToString()


def request(number: int, session: str = "s-1") -> bytes:
    return export_logs(
        log(
            "claude_code.api_request",
            {"session.id": session, "request_id": f"req_{number:08}", "duration_ms": 300, **MODEL}
            | {
                "input_tokens": 10,
                "output_tokens": 20,
                "cache_read_tokens": 1000,
                "cache_creation_tokens": 5,
            },
            at=number * 60_000 - 500,
        ),
        **CLAUDE,
    ).SerializeToString()


def counted(receiver: Receiver, query: Any) -> list[tuple[Any, ...]]:
    """Source, charges, input, cached, written and output tokens of what counts."""
    receiver.settle()
    found: list[tuple[Any, ...]] = query(
        "SELECT source, count(*)::int, sum(input_tokens)::int, sum(cache_read_tokens)::int,"
        " sum(cache_write_tokens)::int, sum(output_tokens)::int"
        " FROM charge WHERE project_id = %s AND counted GROUP BY 1",
        receiver.project_id,
    )
    return found


def test_counters_alone_are_charged_by_the_hour_once_however_often_they_are_sent(
    receiver: Receiver, query: Any
) -> None:
    bodies = [tokens(number) for number in (1, 2, 59, 60, 61)] * 2
    random.Random(5).shuffle(bodies)
    for body in bodies:
        assert receiver.post(body, path="/v1/metrics").status == 200
        receiver.settle()
    assert counted(receiver, query) == [(4, 2, 5 * 1015, 5000, 25, 100)]
    ((cost, emitted, team, user, calls),) = query(
        "SELECT sum(cost) > 0, sum(cost_emitted)::float8, min(team), min(end_user),"
        " (SELECT call_count FROM trace WHERE trace.project_id = %s)"
        " FROM charge JOIN dimension_set d ON d.id = dimension_set_id"
        " WHERE charge.project_id = %s AND counted",
        receiver.project_id, receiver.project_id,
    )  # fmt: skip
    assert (cost, emitted, team, user, calls) == (True, 1.25, "platform", "u-1", 0)
    receiver.instance.run("verify_ledger")


@pytest.mark.parametrize("logs_first", [True, False])
def test_logged_requests_take_the_place_of_counters_whichever_comes_first(
    receiver: Receiver, query: Any, logs_first: bool
) -> None:
    sent = [(request(1), "/v1/logs"), (tokens(1), "/v1/metrics")]
    for body, path in sent if logs_first else reversed(sent):
        assert receiver.post(body, path=path).status == 200
        receiver.settle()
    assert counted(receiver, query) == [(3, 1, 1015, 1000, 5, 20)]
    assert query(
        "SELECT uncounted_reason FROM charge WHERE project_id = %s AND NOT counted", receiver.project_id
    ) == [("metered",)]
    receiver.instance.run("verify_ledger")


def test_another_session_keeps_its_counters(receiver: Receiver, query: Any) -> None:
    receiver.post(request(1, "logged"), path="/v1/logs")
    receiver.post(tokens(1, "measured"), path="/v1/metrics")
    assert sorted(one[:2] for one in counted(receiver, query)) == [(3, 1), (4, 1)]


def test_cumulative_counters_in_any_order_add_up_to_their_last_value(receiver: Receiver, query: Any) -> None:
    of_session = {"session.id": "g-1", "model": "gemini-2.5-pro"}
    values = [(10, 100), (50, 250), (70, 400), (130, 1000)]  # minutes, tokens so far
    points = [
        point(value, {**of_session, "type": "input"}, at=minute * 60_000) for minute, value in values
    ] + [point(value // 10, {**of_session, "type": "output"}, at=minute * 60_000) for minute, value in values]
    random.Random(2).shuffle(points)
    for one in points:
        metric = counter("gemini_cli.token.usage", one, temporality=CUMULATIVE)
        receiver.post(export_metrics(metric, scope_name="gemini-cli").SerializeToString(), path="/v1/metrics")
        receiver.settle()
    assert [(one[1], one[2], one[5]) for one in counted(receiver, query)] == [(3, 1000, 100)]
    rolled = query(
        "SELECT sum(calls), sum(input_tokens), sum(output_tokens) FROM spend_daily"
        " JOIN dimension_set ON id = dimension_set_id WHERE project_id = %s",
        receiver.project_id,
    )
    assert rolled == [(0, 1000, 100)]
    receiver.instance.run("verify_ledger")
