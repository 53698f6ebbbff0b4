"""Which counters a call makes superfluous, and where counters are charged."""

from typing import Any

import pytest

from finops.telemetry.meter_traces import day_trace, meter_of_user, session_trace
from finops.telemetry.types import Signal
from ingest.records import Policy
from ingest.submission import KnownCall
from tests.factories.otlp import export, nanoseconds, span
from tests.factories.otlp_metrics import CUMULATIVE, DELTA, counter, export_metrics, point
from tests.factories.received import submissions

AGENT = {"service.name": "claude-code"}
SCOPE = "com.anthropic.claude_code.tracing"
HOUR = 3_600_000_000
NOON = nanoseconds(0) // 1000
MAIL = {"user.id": "Ann@example.com"}


def known(attributes: dict[str, Any], policy: Policy = Policy.DROP, **described: Any) -> set[KnownCall]:
    said = {"model": "claude-sonnet-4-5", "input_tokens": 5, "output_tokens": 1, **attributes}
    one = span("claude_code.llm_request", said, **described)
    body = export(one, scope_name=SCOPE, resource_attributes=AGENT).SerializeToString()
    return submissions(body, Signal.TRACES, 1, policy)[0].calls


def hours_of(user: str, *hours: int) -> set[KnownCall]:
    meter = meter_of_user("claude-code", user)
    times = [NOON + hour * HOUR for hour in hours]
    return {KnownCall(day_trace(meter, time), time) for time in times}


def test_a_call_makes_counters_of_its_session_and_of_its_users_hour_superfluous() -> None:
    session = KnownCall(session_trace("claude-code", "s-1"), None)
    assert known({"session.id": "s-1", "user.id": "u-1"}) == {session, *hours_of("u-1", 0)}


def test_a_call_that_ends_late_in_its_hour_may_be_counted_in_the_next() -> None:
    assert known({"user.id": "u-1"}, start=0, end=3_590_000) == hours_of("u-1", 0, 1)


def test_a_call_that_claims_to_take_weeks_is_known_for_a_day() -> None:
    assert len(known({"user.id": "u-1"}, start=-20 * 86_400_000, end=0)) == 25


def test_nobody_is_somebody_too() -> None:
    assert known({}) == hours_of("", 0)


@pytest.mark.parametrize("policy", [Policy.DROP, Policy.REDACT])
def test_an_address_is_found_under_its_pseudonym_alone(policy: Policy) -> None:
    (one,) = known(MAIL, policy)
    assert one not in hours_of("Ann@example.com", 0)
    ((place,),) = [_charged_in(MAIL, DELTA, policy)]
    assert place == one.trace_id


@pytest.mark.parametrize("attributes", [{"input_tokens": None, "output_tokens": None}])
def test_a_call_of_unknown_usage_makes_nothing_superfluous(attributes: dict[str, Any]) -> None:
    assert known({"session.id": "s-1", **attributes}) == set()


def _charged_in(who: dict[str, Any], temporality: int, policy: Policy = Policy.DROP) -> list[bytes | None]:
    metric = counter("claude_code.token.usage", point(5, {**who, "type": "input"}), temporality=temporality)
    body = export_metrics(metric, resource_attributes=AGENT).SerializeToString()
    return submissions(body, Signal.METRICS, 1, policy)[0].trace_ids


@pytest.mark.parametrize(
    ("who", "temporality", "expected"),
    [
        ({"session.id": "s-1"}, CUMULATIVE, session_trace("claude-code", "s-1")),
        ({"user.id": "u-1"}, DELTA, day_trace(meter_of_user("claude-code", "u-1"), NOON)),
        ({"user.id": "u-1"}, CUMULATIVE, None),
    ],
)
def test_counters_are_charged_to_their_session_or_else_to_their_users_day(
    who: dict[str, Any], temporality: int, expected: bytes | None
) -> None:
    assert _charged_in(who, temporality) == [expected]
