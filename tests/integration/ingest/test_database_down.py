"""Without its database the receiver says so at once, and everything flows when it is back."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import TraceServiceStub

from finops.runtime.postgres import EmbeddedPostgres
from tests.factories import otlp
from tests.factories.instance import Instance
from tests.factories.otlp_json import json_body
from tests.factories.receiver import JSON, Receiver
from tests.factories.waiting import eventually

pytestmark = pytest.mark.processes


@pytest.fixture
def postgres() -> Iterator[EmbeddedPostgres]:
    """A Postgres that the test can stop and start, unlike the one `up` supervises."""
    home = Path(tempfile.mkdtemp(prefix="sl-own-"))
    home.chmod(0o755)
    made = EmbeddedPostgres(home / "pg", home / "s", home / "postgres.log")
    made.start()
    yield made
    made.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def receiver(postgres: EmbeddedPostgres) -> Iterator[Receiver]:
    """A receiver on that database."""
    instance = Instance(environment={"DATABASE_URL": postgres.url})
    try:
        yield Receiver(instance.start(), project="down")
    finally:
        instance.remove()


def test_clients_are_asked_to_retry_at_once_and_nothing_is_lost(
    receiver: Receiver, postgres: EmbeddedPostgres
) -> None:
    first, second = otlp.export(otlp.chat(span="first")), otlp.export(otlp.chat(span="second"))
    receiver.send(first)
    postgres.stop()

    reply = receiver.post(second.SerializeToString())
    assert reply.status == 503
    assert int(reply.headers["retry-after"]) > 0
    assert reply.error.code == grpc.StatusCode.UNAVAILABLE.value[0]
    assert receiver.post(json_body(second), content_type=JSON).json["code"] == 14
    eventually(lambda: receiver.post(b"", path="/readyz", method="GET").status == 503, "not being ready")
    assert receiver.post(b"", path="/healthz", method="GET").status == 200
    with grpc.insecure_channel(receiver.grpc) as channel, pytest.raises(grpc.RpcError) as caught:
        TraceServiceStub(channel).Export(second, metadata=[("authorization", f"Bearer {receiver.key}")])
    assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
    details = Status.FromString(dict(caught.value.trailing_metadata())["grpc-status-details-bin"]).details
    assert any(detail.Is(RetryInfo.DESCRIPTOR) for detail in details)

    postgres.start()
    eventually(lambda: receiver.post(second.SerializeToString()).status == 200, "storing again", 60)
    receiver.settle()
    assert receiver.count("span") == receiver.count("charge") == 2
