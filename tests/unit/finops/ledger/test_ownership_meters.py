"""Counters beside the calls they counted."""

from tests.factories.ledger import aggregate, call, decide, meter


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
