"""Spans of one call inside each other: one of them counts (telemetry reference 5.7, G2 and G5)."""

from finops.telemetry.types import Layer, Role
from tests.factories.ledger import FakeSpan, call, decide, plain, winners

FRAMEWORK = {"layer": Layer.FRAMEWORK, "scope": "framework"}
LIBRARY = {"layer": Layer.SDK_INSTRUMENTATION, "scope": "library"}
GATEWAY = {"layer": Layer.GATEWAY, "scope": "gateway", "service": "proxy"}


def engine(span: str, *tokens: int, **fields: object) -> FakeSpan:
    return FakeSpan(span, role=Role.ENGINE, layer=Layer.ENGINE, scope="vllm", tokens=tokens, **fields)


def test_a_call_alone_counts() -> None:
    assert decide(call("a", 100, 10)) == {"a": "sole_span"}


def test_a_framework_span_gives_way_to_the_sdk_span_inside_it() -> None:
    assert decide(call("outer", 100, 10, **FRAMEWORK), call("inner", 100, 10, parent="outer")) == {
        "outer": "duplicate",
        "inner": "winner",
    }


def test_spans_in_between_that_are_no_calls_change_nothing() -> None:
    assert decide(
        call("outer", 100, 10, **FRAMEWORK),
        plain("http", parent="outer"),
        plain("retry", parent="http"),
        call("inner", 100, 10, parent="retry"),
    ) == {"outer": "duplicate", "inner": "winner"}


def test_framework_library_gateway_and_engine_report_one_call_and_the_gateway_counts() -> None:
    chain = [
        call("langchain", 100, 10, **FRAMEWORK),
        call("openai", 100, 10, parent="langchain", **LIBRARY),
        call("litellm", 100, 10, parent="openai", **GATEWAY),
        engine("vllm", 100, 10, parent="litellm"),
    ]
    assert decide(*chain) == {
        "langchain": "duplicate",
        "openai": "duplicate",
        "litellm": "winner",
        "vllm": "engine",
    }
    assert winners(*chain) == {
        "langchain": "litellm",
        "openai": "litellm",
        "litellm": None,
        "vllm": "litellm",
    }


def test_of_equal_layers_the_deepest_counts() -> None:
    assert decide(
        call("call_llm", 100, 10, **FRAMEWORK),
        call("generate_content", 100, 10, parent="call_llm", **FRAMEWORK),
    ) == {"call_llm": "duplicate", "generate_content": "winner"}


def test_a_gateway_above_its_own_sdk_spans_counts() -> None:
    assert decide(call("proxy", 100, 10, **GATEWAY), call("sdk", 100, 10, parent="proxy")) == {
        "proxy": "winner",
        "sdk": "duplicate",
    }


def test_an_engine_alone_counts() -> None:
    assert decide(engine("vllm", 100, 10)) == {"vllm": "sole_span"}


def test_an_engine_beside_a_gateway_span_is_only_an_observation() -> None:
    assert decide(
        call("sdk"), call("proxy", 100, 10, parent="sdk", **GATEWAY), engine("vllm", 100, 10, parent="sdk")
    ) == {"sdk": "duplicate", "proxy": "winner", "vllm": "engine"}
    assert decide(
        call("sdk", 100, 10),
        call("proxy", 100, 10, parent="sdk", **GATEWAY),
        engine("vllm", 100, 10, parent="sdk"),
    ) == {"sdk": "duplicate", "proxy": "winner", "vllm": "engine"}


def test_usage_beats_layer() -> None:
    assert decide(call("sdk", 100, 10, **LIBRARY), call("proxy", parent="sdk", **GATEWAY)) == {
        "sdk": "winner",
        "proxy": "duplicate",
    }
    assert decide(call("framework", **FRAMEWORK), call("sdk", 100, 10, parent="framework")) == {
        "framework": "duplicate",
        "sdk": "winner",
    }


def test_a_parent_counts_when_its_children_miss_usage() -> None:
    assert decide(
        call("outer", 200, 20, **FRAMEWORK),
        call("first", 100, 10, parent="outer"),
        call("second", parent="outer", at=2),
    ) == {"outer": "winner", "first": "duplicate", "second": "duplicate"}


def test_ninety_five_percent_of_the_tokens_are_enough_and_less_are_not() -> None:
    outer = call("outer", 90, 10, **FRAMEWORK)
    assert decide(outer, call("inner", 86, 9, parent="outer"))["inner"] == "winner"
    assert decide(outer, call("inner", 86, 8, parent="outer"))["inner"] == "duplicate"


def test_an_attempt_that_failed_without_usage_costs_nothing_and_the_next_one_counts() -> None:
    spans = [
        call("sdk", 100, 10),
        call("attempt-1", parent="sdk", error=True, **GATEWAY),
        call("attempt-2", 100, 10, parent="sdk", at=1, **GATEWAY),
    ]
    assert decide(*spans) == {"sdk": "duplicate", "attempt-1": "failed", "attempt-2": "winner"}


def test_attempts_with_usage_count_each() -> None:
    assert decide(
        call("sdk", 100, 50),
        call("model-x", 100, 5, parent="sdk", **GATEWAY),
        call("model-y", 100, 50, parent="sdk", at=1, **GATEWAY),
    ) == {"sdk": "duplicate", "model-x": "sole_span", "model-y": "winner"}


def test_a_failed_call_with_usage_counts() -> None:
    assert decide(call("a", 100, 0, error=True)) == {"a": "sole_span"}


def test_a_failed_call_seen_twice_is_one_failure() -> None:
    spans = [call("outer", error=True, **FRAMEWORK), call("inner", parent="outer", error=True)]
    assert decide(*spans) == {"outer": "duplicate", "inner": "failed"}


def test_a_call_of_unknown_usage_counts() -> None:
    assert decide(call("stream")) == {"stream": "sole_span"}


def test_of_two_nested_spans_of_unknown_usage_the_inner_one_counts() -> None:
    assert decide(call("outer", **FRAMEWORK), call("inner", parent="outer")) == {
        "outer": "duplicate",
        "inner": "winner",
    }


def test_a_call_of_unknown_usage_counts_although_an_attempt_below_it_failed() -> None:
    assert decide(call("outer", **FRAMEWORK), call("inner", parent="outer", error=True)) == {
        "outer": "sole_span",
        "inner": "failed",
    }


def test_two_scopes_that_share_a_span_id_saw_one_call() -> None:
    spans = [call("same", 100, 10), call("same", 100, 10, **GATEWAY)]
    assert decide(*spans) == {"same@scope": "duplicate", "same@gateway": "winner"}


def test_parallel_identical_calls_of_one_scope_are_two_calls() -> None:
    assert decide(
        plain("agent"), call("one", 100, 10, parent="agent"), call("two", 100, 10, parent="agent")
    ) == {"one": "sole_span", "two": "sole_span"}


def test_an_outer_instrumentation_never_raises_what_counts() -> None:
    inner = [call("a", 100, 10, parent="wrap"), call("b", 50, 5, parent="wrap", at=2)]
    wrapped = [call("wrap", 150, 15, **FRAMEWORK), *inner]
    assert {name for name, reason in decide(*wrapped).items() if reason != "duplicate"} == {"a", "b"}
