"""Two libraries side by side report one call (telemetry reference 5.7, G3)."""

from finops.telemetry.types import Layer
from tests.factories.ledger import call, decide, plain, winners

OTHER = {"layer": Layer.SDK_INSTRUMENTATION, "scope": "other"}


def test_equal_calls_of_two_scopes_at_the_same_time_are_one_call() -> None:
    spans = [
        plain("agent"),
        call("a", 100, 10, parent="agent"),
        call("b", 100, 10, parent="agent", at=0.05, lasts=0.9, **OTHER),
    ]
    assert decide(*spans) == {"a": "winner", "b": "similar"}
    assert winners(*spans) == {"a": None, "b": "a"}


def test_equal_calls_of_one_scope_are_two_calls() -> None:
    assert set(decide(call("a", 100, 10), call("b", 100, 10)).values()) == {"sole_span"}


def test_different_tokens_are_different_calls() -> None:
    assert set(decide(call("a", 100, 10), call("b", 100, 11, **OTHER)).values()) == {"sole_span"}


def test_different_models_are_different_calls() -> None:
    assert set(
        decide(call("a", 100, 10, model="gpt-4o"), call("b", 100, 10, model="o3", **OTHER)).values()
    ) == {"sole_span"}


def test_eighty_percent_of_the_shorter_interval_must_be_shared() -> None:
    long = call("a", 100, 10, at=0, lasts=10)
    assert decide(long, call("b", 100, 10, at=9.2, lasts=1, **OTHER))["b"] == "similar"
    assert decide(long, call("b", 100, 10, at=9.3, lasts=1, **OTHER))["b"] == "sole_span"


def test_calls_of_different_traces_are_never_twins() -> None:
    assert set(decide(call("a", 100, 10), call("b", 100, 10, trace="other", **OTHER)).values()) == {
        "sole_span"
    }


def test_different_response_ids_tell_twins_apart() -> None:
    assert set(
        decide(
            call("a", 100, 10, response="id-aaaaaaaa"), call("b", 100, 10, response="id-bbbbbbbb", **OTHER)
        ).values()
    ) == {"sole_span"}


def test_calls_without_tokens_are_not_twins_by_being_empty() -> None:
    assert set(decide(call("a", 0, 0), call("b", 0, 0, **OTHER)).values()) == {"sole_span"}


def test_a_call_of_unknown_usage_gives_way_to_its_twin_that_knows() -> None:
    assert decide(call("a"), call("b", 100, 10, at=0.05, **OTHER)) == {"a": "similar", "b": "winner"}


def test_a_call_of_unknown_usage_is_no_twin_of_a_longer_one() -> None:
    assert decide(call("a"), call("b", 100, 10, lasts=5, **OTHER)) == {"a": "sole_span", "b": "sole_span"}


def test_two_parallel_calls_seen_by_two_scopes_are_two_calls() -> None:
    spans = [
        call("a1", 100, 10),
        call("a2", 100, 10, at=0.1),
        call("b1", 100, 10, at=0.01, **OTHER),
        call("b2", 100, 10, at=0.11, **OTHER),
    ]
    assert winners(*spans) == {"a1": None, "a2": None, "b1": "a1", "b2": "a2"}


def test_a_wrapper_of_one_call_is_no_twin_of_the_other() -> None:
    framework = {"layer": Layer.FRAMEWORK, "scope": "framework"}
    spans = [
        call("f1", 100, 10, **framework),
        call("s1", 100, 10, parent="f1"),
        call("f2", 100, 10, at=0.01, **framework),
        call("s2", 100, 10, at=0.01, parent="f2"),
    ]
    assert decide(*spans) == {"f1": "duplicate", "s1": "winner", "f2": "duplicate", "s2": "winner"}


def test_a_third_library_joins_the_call_whose_wrappers_are_settled() -> None:
    framework = {"layer": Layer.FRAMEWORK, "scope": "framework"}
    spans = [call("f", 100, 10, **framework), call("s", 100, 10, parent="f"), call("t", 100, 10, **OTHER)]
    assert winners(*spans) == {"f": "s", "s": None, "t": "s"}
