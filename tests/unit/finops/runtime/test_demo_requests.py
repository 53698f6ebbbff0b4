"""The demo in OpenTelemetry: requests as real libraries make them."""

import datetime as dt
from collections import Counter

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from finops.runtime.demo.load import days_of
from finops.runtime.demo.requests import SPANS, day_requests, day_runs
from finops.runtime.demo.scenario import nightly_trace_id
from finops.runtime.demo.truth import billed
from finops.telemetry.types import Role
from ingest.normalise import dialect_of, normalise
from ingest.records import OtlpSpan
from tests.factories.otlp import records

UNTIL = dt.datetime(2026, 11, 20, 15, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 18)
REQUESTS = list(day_requests(DAY, UNTIL))
SPANS_OF_DAY = [
    one for request in REQUESTS for one in records(ExportTraceServiceRequest.FromString(request.body))
]


def is_storable(span: OtlpSpan) -> bool:
    return len(span.trace_id) == 16 and any(span.trace_id) and span.span_id != 0 and span.start_ns > 0


def test_a_day_is_told_in_the_same_bytes_every_time() -> None:
    assert [request.body for request in day_requests(DAY, UNTIL)] == [request.body for request in REQUESTS]


def test_a_request_knows_how_many_spans_it_holds() -> None:
    assert sum(request.spans for request in REQUESTS) == len(SPANS_OF_DAY)
    assert max(request.spans for request in REQUESTS) < 2 * SPANS


def test_spans_of_a_day_have_ids_of_their_own() -> None:
    ids = Counter((span.trace_id, span.span_id) for span in SPANS_OF_DAY)
    assert ids.most_common(1)[0][1] == 1


def test_every_parent_is_in_the_trace_of_its_child_and_around_it() -> None:
    by_id = {(span.trace_id, span.span_id): span for span in SPANS_OF_DAY}
    for span in SPANS_OF_DAY:
        if span.parent_span_id is not None:
            parent = by_id[span.trace_id, span.parent_span_id]
            assert parent.start_ns <= span.start_ns <= span.end_ns <= parent.end_ns


def test_the_nightly_run_is_sent_last_and_alone() -> None:
    last = records(ExportTraceServiceRequest.FromString(REQUESTS[-1].body))
    assert {span.trace_id for span in last} == {nightly_trace_id(DAY)}


def test_a_few_spans_cannot_be_stored() -> None:
    refused = [span for span in SPANS_OF_DAY if not is_storable(span)]
    assert 0 < len(refused) < 5
    assert {span.origin.service for span in refused} == {"crm-bridge"}


def test_many_libraries_speak() -> None:
    spoken = {
        dialect_of(span.origin)
        for span in SPANS_OF_DAY
        if normalise(span).usage is not None
    }  # fmt: skip
    assert spoken >= {"openinference", "otel_genai", "pydantic_ai", "traceloop", "anthropic_sdk", "vercel_ai"}


def test_agents_frameworks_and_engines_repeat_what_calls_say() -> None:
    roles = Counter(normalise(span).role for span in SPANS_OF_DAY)
    calls = sum(bill.calls for bill in billed(day_runs(DAY, UNTIL)).values())
    assert roles[Role.AGGREGATE] and roles[Role.ENGINE] and roles[Role.TOOL]
    assert roles[Role.MODEL_CALL] > calls


def test_nothing_happens_after_the_demo_ends() -> None:
    end = int(UNTIL.timestamp()) * 10**9
    today = [
        span
        for request in day_requests(UNTIL.date(), UNTIL)
        for span in records(ExportTraceServiceRequest.FromString(request.body))
    ]
    assert today and all(span.end_ns <= end for span in today)
    assert max(span.end_ns for span in today) > end - 3600 * 10**9


@pytest.mark.parametrize(
    ("hour", "minute", "newest"), [(15, 30, UNTIL.date()), (0, 4, dt.date(2026, 11, 19))]
)
def test_a_day_that_has_hardly_begun_is_left_out(hour: int, minute: int, newest: dt.date) -> None:
    days = days_of(UNTIL.replace(hour=hour, minute=minute), 90)
    assert (days[0], len(days)) == (newest, 90)
    assert list(day_requests(days[0], UNTIL.replace(hour=hour, minute=minute)))


def test_a_day_that_has_not_begun_has_nothing_to_send() -> None:
    assert list(day_requests(UNTIL.date(), UNTIL.replace(hour=0, minute=0))) == []
