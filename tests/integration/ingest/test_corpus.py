"""Recorded traffic of real SDKs: what is counted equals what the provider billed, exactly."""

import json
import random
from typing import Any

import pytest
from google.protobuf.message import Message
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.factories import otlp
from tests.factories.otlp_logs import recorded_logs
from tests.factories.otlp_metrics import recorded_metrics
from tests.factories.receiver import Receiver

pytestmark = pytest.mark.processes

# The folders, and how many calls have a span that does not say what they took.
UNKNOWN_USAGE = {
    "google-genai": 1,  # an embedding
    "litellm-sdk": 0,
    "openai-v2": 0,
    "openinference-langchain": 0,  # the embedding it does not report has no span at all
    "openinference-openai": 1,  # a stream without include_usage
    "pydantic-ai": 0,
    "traceloop-anthropic": 0,
    "traceloop-openai": 1,
    "vercel-ai-sdk": 0,
}
TOKENS = {
    "input_tokens_total": "input_tokens",
    "cache_read_tokens": "cache_read_tokens",
    "cache_write_tokens": "cache_write_tokens",
    "output_tokens_total": "output_tokens",
    "reasoning_tokens": "reasoning_tokens",
}
DIMENSIONS = {
    "by_journey": "(SELECT journey FROM dimension_set WHERE id = dimension_set_id)",
    "by_tenant": "customer",
    "by_user": "end_user",
    "by_session": "session",
}


def reportable(folder: str) -> dict[str, Any]:
    return json.loads((otlp.CORPUS / folder / "truth.json").read_text())["derived"]["reportable"]


def sums(query: Any, project_id: int, group: str) -> dict[str, dict[str, int]]:
    """Counted calls of known usage and their tokens by the values of an expression."""
    columns = ", ".join(f"coalesce(sum({column}), 0)::bigint" for column in TOKENS.values())
    rows = query(
        f"SELECT {group}, count(*), {columns} FROM charge WHERE project_id = %s AND counted"
        " AND (input_tokens IS NOT NULL OR output_tokens IS NOT NULL) GROUP BY 1",
        project_id,
    )
    return {row[0]: dict(zip(("calls", *TOKENS), row[1:], strict=True)) for row in rows}


def matches(query: Any, project_id: int, folder: str) -> None:
    truth = reportable(folder)
    (everything,) = sums(query, project_id, "'all'").values()
    assert everything == {name: truth[name] for name in everything}
    for name, expression in DIMENSIONS.items():
        found = {
            value: row for value, row in sums(query, project_id, expression).items() if value is not None
        }
        kept = {value: {key: row[key] for key in truth[name][value]} for value, row in found.items()}
        assert kept == truth[name], name
    ((unknown, priced),) = query(
        "SELECT count(*), count(cost) FROM charge WHERE project_id = %s AND counted"
        " AND input_tokens IS NULL AND output_tokens IS NULL",
        project_id,
    )
    assert (unknown, priced) == (UNKNOWN_USAGE[folder], 0)


def every_signal(folder: str) -> list[tuple[bytes, str]]:
    """Traces, metrics and logs say the same: bodies and paths, the logs first."""
    sent: list[tuple[Message, str]] = [(one, "/v1/logs") for one in recorded_logs(folder)]
    sent += [(otlp.recent(one), "/v1/traces") for one in otlp.corpus_requests(folder)]
    sent += [(one, "/v1/metrics") for one in recorded_metrics(folder)]
    return [(message.SerializeToString(), path) for message, path in sent]


def single_spans(message: ExportTraceServiceRequest) -> list[ExportTraceServiceRequest]:
    """One request for each span."""
    found = []
    for group in message.resource_spans:
        for scope_spans in group.scope_spans:
            for span in scope_spans.spans:
                one = ExportTraceServiceRequest()
                resource = one.resource_spans.add(resource=group.resource, schema_url=group.schema_url)
                resource.scope_spans.add(
                    scope=scope_spans.scope, schema_url=scope_spans.schema_url, spans=[span]
                )
                found.append(one)
    return found


@pytest.mark.parametrize("folder", UNKNOWN_USAGE)
def test_counted_calls_equal_the_bill_though_all_signals_say_it_and_every_request_is_sent_twice(
    receiver: Receiver, query: Any, folder: str
) -> None:
    for _ in range(2):
        for body, path in every_signal(folder):
            assert receiver.post(body, path=path).status == 200
    receiver.settle()
    matches(query, receiver.project_id, folder)


@pytest.mark.parametrize("folder", UNKNOWN_USAGE)
def test_counted_calls_equal_the_bill_in_any_order_of_spans(
    receiver: Receiver, query: Any, folder: str
) -> None:
    requests = [
        one for message in otlp.corpus_requests(folder) for one in single_spans(otlp.recent(message))
    ] * 2
    random.Random(folder).shuffle(requests)
    for number, message in enumerate(requests):
        receiver.send(message)
        if number % 7 == 0:
            receiver.settle()
    receiver.settle()
    matches(query, receiver.project_id, folder)


def test_every_recording_leaves_a_ledger_that_verifies(receiver: Receiver) -> None:
    for folder in UNKNOWN_USAGE:
        for message in otlp.corpus_requests(folder):
            receiver.send(otlp.recent(message))
    receiver.settle()
    receiver.instance.run("verify_ledger")
