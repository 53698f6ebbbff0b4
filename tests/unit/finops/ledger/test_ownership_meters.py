"""Counters beside the calls they counted."""

from finops.ledger.ownership import resolve
from tests.factories.ledger import aggregate, call, decide, meter, observe, trace_uuid


def test_counters_count_where_no_call_is_known() -> None:
    assert decide(meter("monday", 900, 90), meter("tuesday", 500, 50, at=86_400)) == {
        "monday": "sole_span",
        "tuesday": "sole_span",
    }


def test_counters_give_way_to_the_calls_they_counted() -> None:
    spans = [meter("hour", 900, 90), call("request", 900, 90)]
    assert decide(*spans) == {"hour": "metered", "request": "sole_span"}


def test_counters_give_way_to_an_agent_that_reports_the_sum() -> None:
    assert decide(meter("hour", 900, 90), aggregate("agent", 900, 90))["hour"] == "metered"


def test_calls_of_unknown_usage_do_not_hide_what_was_counted() -> None:
    spans = [meter("hour", 900, 90), call("request")]
    assert decide(*spans)["hour"] == "sole_span"


def test_counters_of_another_trace_count() -> None:
    spans = [meter("hour", 900, 90), call("request", 9, 9, trace="other")]
    assert decide(*spans)["hour"] == "sole_span"


def test_counters_give_way_to_calls_of_their_session_in_other_traces() -> None:
    observations, trees = observe([meter("hour", 900, 90), meter("next hour", 5, 5, at=3600)])
    called = {(trace_uuid("trace").bytes, None)}
    assert [one.reason for one in resolve(observations, trees, called=called)] == ["metered", "metered"]


def test_counters_of_a_user_give_way_in_the_hours_of_which_calls_are_known() -> None:
    observations, trees = observe([meter("hour", 900, 90), meter("next hour", 5, 5, at=3600)])
    called = {(trace_uuid("trace").bytes, observations[0].start)}
    assert [one.reason for one in resolve(observations, trees, called=called)] == ["metered", "sole_span"]
