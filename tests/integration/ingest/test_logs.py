"""OTLP logs: events that report calls are charges, all others are stored with their trace."""

from typing import Any
from uuid import UUID

import grpc
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse
from opentelemetry.proto.collector.logs.v1.logs_service_pb2_grpc import LogsServiceStub

from ingest.records import Policy
from tests.factories import otlp
from tests.factories.otlp_json import json_body
from tests.factories.otlp_logs import export_logs, log
from tests.factories.receiver import JSON, Receiver

pytestmark = pytest.mark.processes
CLAUDE = {
    "scope_name": "com.anthropic.claude_code.events",
    "resource_attributes": {"service.name": "claude-code"},
}
LOGS = "/v1/logs"


def api_request(number: int, session: str = "s-1", **more: Any) -> Any:
    return log(
        "claude_code.api_request",
        {
            "session.id": session,
            "model": "claude-sonnet-4-5",
            "request_id": f"req_{session}_{number:08}",
            "input_tokens": 10,
            "output_tokens": "5",
            "cache_read_tokens": 100,
            "cache_creation_tokens": 0,
            "cost_usd": 0.02,
            "duration_ms": 400,
            "user.email": "ada@example.com",
            "event.sequence": number,
        },
        at=1000 * number,
        **more,
    )


def test_requests_of_a_coding_agent_are_charges_of_its_session(receiver: Receiver, query: Any) -> None:
    body = export_logs(*(api_request(number) for number in range(1, 4)), **CLAUDE).SerializeToString()
    for _ in range(2):  # an exporter sends again what it is not sure of
        reply = receiver.post(body, path=LOGS)
        assert (reply.status, reply.body) == (200, b"")
    receiver.settle()
    ((traces, calls, tokens, priced, sessions),) = query(
        "SELECT count(DISTINCT trace_id), count(*), sum(input_tokens), count(cost),"
        " array_agg(DISTINCT session) FROM charge WHERE project_id = %s AND counted",
        receiver.project_id,
    )
    assert (traces, calls, tokens, priced, sessions) == (1, 3, 330, 3, ["s-1"])
    ((name, count, cost),) = query(
        "SELECT name, call_count, cost > 0 FROM trace WHERE project_id = %s", receiver.project_id
    )
    assert (name, count, cost) == ("claude_code.api_request", 3, True)
    receiver.instance.run("verify_ledger")


def test_the_same_in_json_is_the_same_record(receiver: Receiver) -> None:
    message = export_logs(api_request(1), log("app.event", {"a": 1}, trace="t", span="s"), **CLAUDE)
    assert receiver.post(message.SerializeToString(), path=LOGS).status == 200
    reply = receiver.post(json_body(message), path=LOGS, content_type=JSON)
    assert (reply.status, reply.json) == (200, {})
    assert (receiver.count("charge"), receiver.count("log_record")) == (1, 1)


def test_grpc_takes_logs(receiver: Receiver) -> None:
    with grpc.insecure_channel(receiver.grpc) as channel:
        answer = LogsServiceStub(channel).Export(
            export_logs(log("app.event")), metadata=[("authorization", f"Bearer {receiver.key}")]
        )
    assert answer == ExportLogsServiceResponse()
    assert receiver.count("log_record") == 1


def test_other_records_are_stored_with_their_trace_and_without_their_body(
    receiver: Receiver, query: Any
) -> None:
    body = "the customer asks for a refund"
    sent = export_logs(
        log("", {"http.route": "/refund"}, body=body, trace="t", span="s", severity=17),
        log("claude_code.user_prompt", {"prompt": body, "session.id": "s-9"}),
    )
    receiver.post(sent.SerializeToString(), path=LOGS)
    found = query(
        "SELECT trace_id, severity, event_name, attributes, content FROM log_record WHERE project_id = %s"
        " ORDER BY event_name NULLS FIRST",
        receiver.project_id,
    )
    assert found[0] == (UUID(bytes=otlp.trace_id("t")), 17, None, {"http.route": "/refund"}, None)
    assert found[1][0] is not None  # the trace of its session
    assert found[1][2:] == ("claude_code.user_prompt", {"session.id": "s-9"}, None)


@pytest.mark.parametrize("policy", [Policy.KEEP, Policy.REDACT])
def test_content_is_kept_where_the_policy_says_so(receiver: Receiver, query: Any, policy: Policy) -> None:
    receiver.set_content_policy(policy)
    receiver.post(export_logs(log("note", body="write to eve@example.com")).SerializeToString(), path=LOGS)
    ((content,),) = query("SELECT content FROM log_record WHERE project_id = %s", receiver.project_id)
    kept = "write to eve@example.com" if policy is Policy.KEEP else "write to [email]"
    assert content == {"body": kept}


@pytest.mark.parametrize("policy", list(Policy))
def test_a_user_named_by_e_mail_is_named_so_only_under_keep(
    receiver: Receiver, query: Any, policy: Policy
) -> None:
    receiver.set_content_policy(policy)
    call = api_request(1)
    call.attributes.add(key="user.id").value.string_value = "ada@example.com"
    receiver.post(export_logs(call, **CLAUDE).SerializeToString(), path=LOGS)
    receiver.settle()
    ((user,),) = query("SELECT end_user FROM charge WHERE project_id = %s", receiver.project_id)
    assert (user == "ada@example.com") is (policy is Policy.KEEP)


def test_one_bad_record_is_refused_alone_and_explained(receiver: Receiver) -> None:
    bad = log("late")
    bad.time_unix_nano = 1
    reply = receiver.post(export_logs(log("fine"), bad).SerializeToString(), path=LOGS)
    answer = ExportLogsServiceResponse.FromString(reply.body)
    assert answer.partial_success.rejected_log_records == 1
    assert "400 days" in answer.partial_success.error_message
    assert receiver.count("log_record") == 1


def test_a_record_without_a_time_is_as_old_as_its_observation(receiver: Receiver, query: Any) -> None:
    record = log("observed", at=5000)
    record.observed_time_unix_nano, record.time_unix_nano = record.time_unix_nano, 0
    receiver.post(export_logs(record).SerializeToString(), path=LOGS)
    ((micros,),) = query(
        "SELECT (date_part('epoch', time) * 1000000)::bigint FROM log_record WHERE project_id = %s",
        receiver.project_id,
    )
    assert micros * 1000 == record.observed_time_unix_nano
