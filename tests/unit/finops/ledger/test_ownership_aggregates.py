"""Sums of calls count only when nothing below them does (telemetry reference 5.7, G4)."""

from finops.telemetry.types import Layer
from tests.factories.ledger import aggregate, call, decide, plain, winners

FRAMEWORK = {"layer": Layer.FRAMEWORK, "scope": "framework"}


def test_agent_and_steps_repeat_what_the_calls_used() -> None:
    assert decide(
        aggregate("invoke_agent", 300, 30),
        aggregate("step-1", 100, 10, parent="invoke_agent"),
        aggregate("step-2", 200, 20, parent="invoke_agent", at=2),
        call("chat-1", 100, 10, parent="step-1"),
        call("chat-2", 200, 20, parent="step-2", at=2),
    ) == {
        "invoke_agent": "aggregate",
        "step-1": "aggregate",
        "step-2": "aggregate",
        "chat-1": "sole_span",
        "chat-2": "sole_span",
    }


def test_an_agent_without_calls_counts_at_once() -> None:
    assert decide(aggregate("agent", 10_000, 50)) == {"agent": "aggregate_fallback"}


def test_the_topmost_aggregate_without_calls_counts() -> None:
    spans = [aggregate("top", 300, 30), aggregate("inner", 300, 30, parent="top")]
    assert decide(*spans) == {"top": "aggregate_fallback", "inner": "aggregate"}
    assert winners(*spans) == {"top": None, "inner": "top"}


def test_a_branch_without_calls_counts_beside_one_with_calls() -> None:
    assert decide(
        aggregate("top", 300, 30),
        aggregate("remote", 200, 20, parent="top"),
        aggregate("local", 100, 10, parent="top", at=2),
        call("chat", 100, 10, parent="local", at=2),
    ) == {
        "top": "aggregate",
        "remote": "aggregate_fallback",
        "local": "aggregate",
        "chat": "sole_span",
    }


def test_a_running_total_never_counts() -> None:
    assert decide(
        aggregate("run-1", 100, 10, flags=("cumulative",)),
        call("chat-1", 100, 10, parent="run-1"),
        aggregate("run-2", 250, 25, flags=("cumulative",), at=5),
        call("chat-2", 150, 15, parent="run-2", at=5),
    ) == {"run-1": "cumulative", "chat-1": "sole_span", "run-2": "cumulative", "chat-2": "sole_span"}
    assert decide(aggregate("run", 100, 10, flags=("cumulative",))) == {"run": "cumulative"}


def test_an_aggregate_covers_calls_of_unknown_usage_below_it() -> None:
    spans = [
        aggregate("agent", 100, 10),
        call("stream", parent="agent"),
        call("failed", parent="agent", error=True),
    ]
    assert decide(*spans) == {"agent": "aggregate_fallback", "stream": "covered", "failed": "failed"}
    assert winners(*spans) == {"agent": None, "stream": "agent", "failed": None}


def test_one_known_call_below_is_enough_for_an_aggregate_not_to_count() -> None:
    assert decide(
        aggregate("agent", 200, 20),
        call("known", 100, 10, parent="agent"),
        call("stream", parent="agent", at=3),
    ) == {"agent": "aggregate", "known": "sole_span", "stream": "sole_span"}


def test_an_aggregate_without_usage_never_counts() -> None:
    assert decide(aggregate("agent")) == {"agent": "aggregate"}


def test_a_call_with_usage_speaks_for_aggregates_below_it() -> None:
    spans = [
        call("chat", 100, 10),
        plain("remote", parent="chat"),
        aggregate("agent", 100, 10, parent="remote"),
    ]
    assert winners(*spans) == {"chat": None, "agent": "chat"}


def test_a_call_of_unknown_usage_gives_way_to_an_aggregate_below_it() -> None:
    spans = [call("chat"), aggregate("agent", 100, 10, parent="chat")]
    assert decide(*spans) == {"chat": "duplicate", "agent": "aggregate_fallback"}


def test_removing_all_calls_keeps_the_tokens_of_their_agent() -> None:
    agent = aggregate("agent", 300, 30)
    calls = [call("a", 100, 10, parent="agent"), call("b", 200, 20, parent="agent", at=2)]

    def counted(*spans: object) -> int:
        by_name = {one.span: one.tokens for one in spans}
        return sum(
            sum(by_name[name])
            for name, reason in decide(*spans).items()
            if reason in ("sole_span", "winner", "aggregate_fallback")
        )

    assert counted(agent, *calls) == counted(agent) == 330


def test_token_counting_below_an_agent_does_not_stand_for_its_calls() -> None:
    assert decide(
        aggregate("agent", 300, 30), call("count_tokens", 300, 0, parent="agent", flags=("not_billable",))
    ) == {"agent": "aggregate_fallback", "count_tokens": "not_billable"}


def test_an_aggregate_above_a_wrapped_call_does_not_count() -> None:
    assert decide(
        aggregate("agent", 100, 10),
        call("framework", 100, 10, parent="agent", **FRAMEWORK),
        call("sdk", 100, 10, parent="framework"),
    ) == {"agent": "aggregate", "framework": "duplicate", "sdk": "winner"}


def test_an_aggregate_and_a_call_on_one_span_id_are_agent_and_call() -> None:
    assert decide(
        aggregate("same", 100, 10), call("same", 100, 10, layer=Layer.GATEWAY, scope="gateway")
    ) == {"same@agents": "aggregate", "same@gateway": "sole_span"}
