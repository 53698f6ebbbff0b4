"""The same response id: one call, seen by several (telemetry reference 5.7, G1)."""

from finops.ledger.ownership.responses import MAX_IN_TRACE, MAX_TRACES
from finops.telemetry.types import Layer
from tests.factories.ledger import aggregate, call, decide, plain, winners

ID = "chatcmpl-91a663862f4bbd44"
GATEWAY = {"layer": Layer.GATEWAY, "scope": "gateway", "service": "proxy", "trace": "gateway"}


def test_sdk_and_gateway_in_different_traces_are_one_call() -> None:
    spans = [call("sdk", 100, 10, response=ID), call("proxy", 100, 10, response=ID, **GATEWAY)]
    assert decide(*spans) == {"sdk": "same_response", "proxy": "winner"}
    assert winners(*spans) == {"sdk": "proxy", "proxy": None}


def test_different_token_counts_do_not_hide_that_it_is_one_call() -> None:
    assert decide(call("sdk", 90, 10, response=ID), call("proxy", 100, 10, response=ID, **GATEWAY)) == {
        "sdk": "same_response",
        "proxy": "winner",
    }


def test_a_span_without_usage_never_wins() -> None:
    assert decide(call("sdk", 90, 10, response=ID), call("proxy", response=ID, **GATEWAY)) == {
        "sdk": "winner",
        "proxy": "same_response",
    }


def test_clocks_may_differ_by_five_seconds() -> None:
    first = call("sdk", 100, 10, response=ID, lasts=1)
    assert decide(first, call("proxy", 90, 10, response=ID, at=5.9, **GATEWAY))["sdk"] == "same_response"
    assert decide(first, call("proxy", 90, 10, response=ID, at=6.1, **GATEWAY))["sdk"] == "sole_span"


def test_another_model_family_is_another_call() -> None:
    assert decide(
        call("sdk", 100, 10, response=ID, model="gpt-4o"),
        call("proxy", 100, 10, response=ID, model="gpt-4o-mini", **GATEWAY),
    ) == {"sdk": "sole_span", "proxy": "sole_span"}


def test_a_dated_model_name_is_of_the_same_family() -> None:
    assert decide(
        call("sdk", 100, 10, response=ID, model="gpt-4o"),
        call("proxy", 100, 10, response=ID, model="openai/gpt-4o-2024-08-06", **GATEWAY),
    ) == {"sdk": "same_response", "proxy": "winner"}


def test_a_stored_response_fetched_again_is_a_replay() -> None:
    spans = [call("first", 100, 10, response=ID), call("again", 100, 10, response=ID, at=3600, trace="later")]
    assert decide(*spans) == {"first": "winner", "again": "replay"}


def test_an_old_response_id_with_other_tokens_is_another_call() -> None:
    assert decide(
        call("first", 100, 10, response=ID), call("other", 100, 11, response=ID, at=3600, trace="later")
    ) == {"first": "sole_span", "other": "sole_span"}


def test_after_thirty_days_nothing_is_a_replay() -> None:
    spans = [
        call("first", 100, 10, response=ID),
        call("again", 100, 10, response=ID, at=31 * 86400, trace="later"),
    ]
    assert decide(*spans) == {"first": "sole_span", "again": "sole_span"}


def test_a_low_entropy_id_alone_makes_no_replay() -> None:
    spans = [
        call("first", 100, 10, response="chatcmpl-123"),
        call("again", 100, 10, response="chatcmpl-123", at=3600, trace="later"),
    ]
    assert decide(*spans) == {"first": "sole_span", "again": "sole_span"}


def test_what_is_never_billable_counts_nowhere() -> None:
    spans = [
        call("first", 100, 10, response=ID),
        call("fetch", 100, 10, response=ID, at=60, flags=("not_billable",)),
    ]
    assert decide(*spans) == {"first": "sole_span", "fetch": "not_billable"}


def test_an_id_seen_in_too_many_traces_joins_none_of_them() -> None:
    spans = [call(f"s{n}", 100, 10, response=ID, trace=f"t{n}") for n in range(MAX_TRACES + 1)]
    assert set(decide(*spans).values()) == {"sole_span"}
    assert sorted(decide(*spans[:-1]).values())[:2] == ["same_response", "same_response"]


def test_an_id_seen_in_too_many_traces_still_joins_inside_a_trace() -> None:
    spans = [call(f"s{n}", 100, 10, response=ID, trace=f"t{n}") for n in range(MAX_TRACES + 1)]
    twin = call("twin", 100, 10, response=ID, trace="t0", scope="other")
    reasons = decide(*spans, twin)
    assert sorted([reasons["s0"], reasons["twin"]]) == ["same_response", "winner"]


def test_an_id_repeated_all_over_one_trace_joins_nothing() -> None:
    spans = [call(f"s{n}", 100, 10, response=ID) for n in range(MAX_IN_TRACE + 1)]
    assert set(decide(*spans).values()) == {"sole_span"}


def test_a_wrapper_gives_way_to_a_call_that_another_trace_reports_better() -> None:
    spans = [
        call("framework", 100, 10, layer=Layer.FRAMEWORK, scope="framework"),
        call("sdk", 100, 10, response=ID, parent="framework"),
        call("proxy", 100, 10, response=ID, **GATEWAY),
    ]
    assert winners(*spans) == {"framework": "proxy", "sdk": "proxy", "proxy": None}


def test_an_agent_over_a_call_that_another_trace_reports_does_not_count() -> None:
    assert decide(
        aggregate("agent", 100, 10),
        plain("step", parent="agent"),
        call("sdk", 100, 10, response=ID, parent="step"),
        call("proxy", 100, 10, response=ID, **GATEWAY),
    ) == {"agent": "aggregate", "sdk": "same_response", "proxy": "winner"}


def test_two_traces_that_want_each_other_to_win_still_count_the_call_once() -> None:
    spans = [
        call("g1", 100, 10, response=ID + "1", trace="a", layer=Layer.GATEWAY, scope="gateway"),
        call("s2", 100, 10, response=ID + "2", trace="a", parent="g1"),
        call("g2", 100, 10, response=ID + "2", trace="b", layer=Layer.GATEWAY, scope="gateway"),
        call("s1", 100, 10, response=ID + "1", trace="b", parent="g2"),
    ]
    assert sum(reason in ("winner", "sole_span") for reason in decide(*spans).values()) == 1
