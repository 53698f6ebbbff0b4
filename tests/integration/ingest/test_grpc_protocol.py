"""OTLP over gRPC, to the letter of the specification."""

from collections.abc import Iterator

import grpc
import pytest
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import TraceServiceStub

from tests.factories import otlp
from tests.factories.receiver import Receiver

pytestmark = pytest.mark.processes


@pytest.fixture
def channel(receiver: Receiver) -> Iterator[grpc.Channel]:
    """A channel that takes messages of any size, as a hostile client would."""
    with grpc.insecure_channel(receiver.grpc, options=[("grpc.max_send_message_length", -1)]) as made:
        yield made


def refusal(channel: grpc.Channel, message: object, key: str, **options: object) -> grpc.RpcError:
    with pytest.raises(grpc.RpcError) as caught:
        TraceServiceStub(channel).Export(message, metadata=[("authorization", f"Bearer {key}")], **options)
    return caught.value


@pytest.mark.parametrize(
    "compression", [grpc.Compression.NoCompression, grpc.Compression.Gzip, grpc.Compression.Deflate]
)
def test_spans_are_stored_whatever_the_compression(
    receiver: Receiver, channel: grpc.Channel, compression: grpc.Compression
) -> None:
    answer = TraceServiceStub(channel).Export(
        otlp.export(otlp.chat()),
        metadata=[("authorization", f"Bearer {receiver.key}")],
        compression=compression,
    )
    assert not answer.HasField("partial_success")
    assert receiver.count("span") == receiver.count("charge") == 1


def test_a_partly_refused_request_says_so(receiver: Receiver, channel: grpc.Channel) -> None:
    bad = otlp.chat(span="bad")
    bad.trace_id = b""
    answer = TraceServiceStub(channel).Export(
        otlp.export(otlp.chat(), bad), metadata=[("x-api-key", receiver.key)]
    )
    assert answer.partial_success.rejected_spans == 1
    assert "bad_trace_id" in answer.partial_success.error_message


def test_an_empty_request_is_a_success(receiver: Receiver, channel: grpc.Channel) -> None:
    answer = TraceServiceStub(channel).Export(
        ExportTraceServiceRequest(), metadata=[("authorization", f"Bearer {receiver.key}")]
    )
    assert answer.ByteSize() == 0


def test_a_request_without_a_known_key_is_unauthenticated(receiver: Receiver, channel: grpc.Channel) -> None:
    assert refusal(channel, otlp.export(otlp.chat()), "wrong").code() == grpc.StatusCode.UNAUTHENTICATED
    with pytest.raises(grpc.RpcError) as caught:
        TraceServiceStub(channel).Export(otlp.export(otlp.chat()))
    assert caught.value.code() == grpc.StatusCode.UNAUTHENTICATED


def test_a_read_key_has_no_permission(receiver: Receiver, channel: grpc.Channel) -> None:
    read = receiver.make_key("read")
    assert refusal(channel, otlp.export(otlp.chat()), read).code() == grpc.StatusCode.PERMISSION_DENIED


def test_what_is_not_otlp_is_an_invalid_argument_with_details(
    receiver: Receiver, channel: grpc.Channel
) -> None:
    send = channel.unary_unary("/opentelemetry.proto.collector.trace.v1.TraceService/Export")
    with pytest.raises(grpc.RpcError) as caught:
        send(b"\xff\xffnonsense", metadata=[("authorization", f"Bearer {receiver.key}")])
    assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    trailers = dict(caught.value.trailing_metadata())
    assert Status.FromString(trailers["grpc-status-details-bin"]).code == 3


@pytest.mark.parametrize("compression", [grpc.Compression.NoCompression, grpc.Compression.Gzip])
def test_a_message_over_the_limit_is_refused_without_an_invitation_to_retry(
    receiver: Receiver, channel: grpc.Channel, compression: grpc.Compression
) -> None:
    huge = otlp.export(otlp.chat(attributes={"blob": "x" * (40 * 1_048_576)}))
    error = refusal(channel, huge, receiver.key, compression=compression)
    assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "grpc-status-details-bin" not in dict(error.trailing_metadata())
