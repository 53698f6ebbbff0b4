"""OTLP over HTTP, to the letter of the specification."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import zstandard
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.factories import otlp
from tests.factories.otlp_json import as_json, json_body
from tests.factories.receiver import JSON, PROTOBUF, Receiver

pytestmark = pytest.mark.processes
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "zstd": zstandard.compress,
}


def test_a_stored_request_is_answered_with_an_empty_success(receiver: Receiver) -> None:
    reply = receiver.post(otlp.export(otlp.chat()).SerializeToString())
    assert (reply.status, reply.content_type, reply.body) == (200, PROTOBUF, b"")
    assert (receiver.count("span"), receiver.count("charge"), receiver.count("batch")) == (1, 1, 1)


def test_json_is_answered_in_json(receiver: Receiver) -> None:
    reply = receiver.post(json_body(otlp.export(otlp.chat())), content_type="application/json; charset=utf-8")
    assert (reply.status, reply.content_type, reply.json) == (200, JSON, {})
    assert receiver.count("span") == 1


def test_both_encodings_of_one_request_store_one_span(receiver: Receiver) -> None:
    message = otlp.export(otlp.chat())
    receiver.send(message)
    receiver.post(json_body(message), content_type=JSON)
    assert receiver.count("span") == receiver.count("charge") == 1


@pytest.mark.parametrize("encoding", PACK)
def test_compressed_bodies_are_unpacked(receiver: Receiver, encoding: str) -> None:
    body = PACK[encoding](otlp.export(otlp.chat()).SerializeToString())
    assert receiver.post(body, headers={"content-encoding": encoding}).status == 200
    assert receiver.count("span") == 1


@pytest.mark.parametrize("encoding", PACK)
def test_a_bomb_is_refused_as_too_large(receiver: Receiver, encoding: str) -> None:
    reply = receiver.post(PACK[encoding](bytes(300 * 1_048_576)), headers={"content-encoding": encoding})
    assert (reply.status, reply.content_type) == (413, PROTOBUF)
    assert "32 MiB" in reply.error.message
    assert "retry-after" not in reply.headers


def test_a_body_over_the_limit_is_refused_by_its_length(receiver: Receiver) -> None:
    assert receiver.post(bytes(33 * 1_048_576)).status == 413


def test_empty_requests_are_a_success(receiver: Receiver) -> None:
    for body in (b"", otlp.request(otlp.resource([])).SerializeToString()):
        assert receiver.post(body).status == 200
    assert receiver.post(b"{}", content_type=JSON).status == 200
    assert receiver.count("batch") == 0


def test_many_services_in_one_request_are_told_apart(receiver: Receiver, query: Any) -> None:
    names = [f"service-{number}" for number in range(5)]
    receiver.send(
        otlp.request(
            *(
                otlp.resource([otlp.scope("app", [otlp.chat(span=name)])], {"service.name": name})
                for name in names
            )
        )
    )
    found = query(
        "SELECT service FROM span JOIN origin USING (project_id, origin_id) WHERE project_id = %s ORDER BY 1",
        receiver.project_id,
    )
    assert [name for (name,) in found] == names


def test_one_bad_span_in_five_hundred_is_refused_alone_and_explained(receiver: Receiver, query: Any) -> None:
    spans = [otlp.chat(span=f"call-{number}") for number in range(500)]
    spans[250].span_id = b"short"
    reply = receiver.send(otlp.export(*spans))
    assert reply.response.partial_success.rejected_spans == 1
    assert "bad_span_id" in reply.response.partial_success.error_message
    assert "8 bytes" in reply.response.partial_success.error_message
    assert receiver.count("span") == receiver.count("charge") == 499
    found = query(
        "SELECT reason, item_count, service FROM rejection WHERE project_id = %s", receiver.project_id
    )
    assert found == [("bad_span_id", 1, "refund-api")]


def test_partial_success_in_json_uses_text_for_numbers(receiver: Receiver) -> None:
    request = as_json(otlp.export(otlp.chat(span="a"), otlp.chat(span="b")))
    request["resourceSpans"][0]["scopeSpans"][0]["spans"][1]["traceId"] = "not hex"
    reply = receiver.post(json.dumps(request).encode(), content_type=JSON)
    assert reply.status == 200
    assert reply.json["partialSuccess"]["rejectedSpans"] == "1"
    assert "bad_trace_id" in reply.json["partialSuccess"]["errorMessage"]
    assert receiver.count("span") == 1


def test_logs_sent_to_the_traces_path_are_refused_not_stored(receiver: Receiver) -> None:
    body = next((otlp.CORPUS / "google-genai").glob("*.logs.pb")).read_bytes()
    reply = receiver.post(body)
    assert reply.status == 400 or reply.response.partial_success.rejected_spans > 0
    assert receiver.count("span") == 0


@pytest.mark.parametrize("content_type", [PROTOBUF, JSON])
def test_what_is_not_otlp_is_refused_in_the_encoding_of_the_request(
    receiver: Receiver, content_type: str
) -> None:
    reply = receiver.post(b"\xff\xffnonsense", content_type=content_type)
    assert (reply.status, reply.content_type) == (400, content_type)
    code, message = (
        (reply.json["code"], reply.json["message"])
        if content_type == JSON
        else (reply.error.code, reply.error.message)
    )
    assert code == 3
    assert "OTLP trace export request" in message


def test_a_corrupt_compressed_body_is_refused(receiver: Receiver) -> None:
    assert receiver.post(b"not gzip", headers={"content-encoding": "gzip"}).status == 400


def test_other_media_types_and_encodings_are_not_supported(receiver: Receiver) -> None:
    assert receiver.post(b"x", content_type="text/plain").status == 415
    assert receiver.post(b"x", headers={"content-encoding": "br"}).status == 415


def test_a_request_without_a_known_key_is_refused(receiver: Receiver) -> None:
    body = otlp.export(otlp.chat()).SerializeToString()
    for headers in (
        {"authorization": ""},
        {"authorization": "Bearer sl_ingest_wrong"},
        {"authorization": "Basic !"},
    ):
        reply = receiver.post(body, headers=headers)
        assert (reply.status, reply.error.code) == (401, 16)
    assert receiver.count("span") == 0


def test_a_read_key_may_not_send(receiver: Receiver) -> None:
    read = receiver.make_key("read")
    reply = receiver.post(b"", headers={"authorization": f"Bearer {read}"})
    assert (reply.status, reply.error.code) == (403, 7)
    assert "ingest key" in reply.error.message


def test_the_key_may_come_as_x_api_key_or_as_basic_password_on_the_langfuse_path(receiver: Receiver) -> None:
    one, other = otlp.export(otlp.chat(span="a")), otlp.export(otlp.chat(span="b"))
    assert (
        receiver.post(
            one.SerializeToString(), headers={"authorization": "", "x-api-key": receiver.key}
        ).status
        == 200
    )
    basic = base64.b64encode(f"public:{receiver.key}".encode()).decode()
    reply = receiver.post(
        other.SerializeToString(),
        path="/api/public/otel/v1/traces",
        headers={"authorization": f"Basic {basic}"},
    )
    assert reply.status == 200
    assert receiver.count("span") == 2


def test_a_revoked_key_stops_working_within_seconds(receiver: Receiver, query: Any) -> None:
    from tests.factories.waiting import eventually

    body = otlp.export(otlp.chat()).SerializeToString()
    assert receiver.post(body).status == 200
    query(
        "UPDATE accounts_apikey SET revoked_at = now() WHERE project_id = %s RETURNING id",
        receiver.project_id,
    )
    eventually(lambda: receiver.post(body).status == 401, "the revocation", 15)


def test_other_paths_and_methods_are_refused(receiver: Receiver) -> None:
    assert receiver.post(b"", path="/v2/traces").status == 404
    assert receiver.post(b"", method="PUT").status == 405


def test_health_and_readiness(receiver: Receiver) -> None:
    for path in ("/healthz", "/readyz"):
        assert receiver.post(b"", path=path, method="GET").status == 200


def test_unknown_fields_are_ignored(receiver: Receiver) -> None:
    body = otlp.export(otlp.chat()).SerializeToString() + b"\xfa\x3e\x03abc"
    assert receiver.post(body).status == 200
    assert receiver.count("span") == 1


def test_the_same_request_twice_changes_nothing(receiver: Receiver) -> None:
    message = otlp.corpus_requests("pydantic-ai")[0]
    shifted = otlp.recent(message)
    receiver.send(shifted)
    before = (receiver.count("span"), receiver.count("charge"), receiver.count("origin"))
    receiver.send(shifted)
    assert (receiver.count("span"), receiver.count("charge"), receiver.count("origin")) == before


def test_one_project_cannot_touch_the_spans_of_another(product: Any, receiver: Receiver) -> None:
    other = Receiver(product, project="somebody else")
    message: ExportTraceServiceRequest = otlp.export(otlp.chat())
    receiver.send(message)
    other.send(message)
    assert receiver.count("span") == other.count("span") == 1


def test_a_mail_address_of_a_user_becomes_a_stable_pseudonym(receiver: Receiver, query: Any) -> None:
    for span in ("a", "b"):
        receiver.send(otlp.export(otlp.chat(span=span, attributes={"user.id": "Ann@example.com"})))
    receiver.send(otlp.export(otlp.chat(span="c"), resource_attributes={"enduser.id": "Ann@example.com"}))
    found = query(
        "SELECT dims->>'user' FROM span WHERE project_id = %s AND dims ? 'user'"
        " UNION SELECT dims->>'user' FROM origin WHERE project_id = %s AND dims ? 'user'",
        receiver.project_id,
        receiver.project_id,
    )
    assert len(found) == 1
    assert found[0][0].startswith("user-")
