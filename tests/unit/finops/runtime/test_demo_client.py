"""The demo's exporter: it waits when told to, and says why it gives up."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from finops.runtime.demo import client as client_module
from finops.runtime.demo.client import Client, NotSent

Answer = tuple[int, bytes, str]


class Receiver(ThreadingHTTPServer):
    """A receiver that gives prepared answers and keeps what it was sent."""

    daemon_threads = True

    def __init__(self, answers: list[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.bodies, self.keys = answers, [], []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        status, body, retry_after = self.server.answers.pop(0)
        self.server.bodies.append(self.rfile.read(int(self.headers["content-length"])))
        self.server.keys.append(self.headers["authorization"])
        self.send_response(status)
        if retry_after:
            self.send_header("retry-after", retry_after)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver([])
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def accepted(rejected: int = 0) -> Answer:
    response = ExportTraceServiceResponse()
    response.partial_success.rejected_spans = rejected
    return 200, response.SerializeToString(), ""


def refused(status: int, retry_after: str = "") -> Answer:
    return status, Status(message="The key is not known.").SerializeToString(), retry_after


def test_it_sends_with_its_key_and_counts_refused_spans(receiver: Receiver) -> None:
    receiver.answers = [accepted(rejected=2)]
    sender = Client(receiver.url, "sl_ingest_x")
    assert sender.send(b"spans") == 2
    assert (receiver.bodies, receiver.keys) == ([b"spans"], ["Bearer sl_ingest_x"])
    sender.close()


def test_it_waits_as_long_as_the_receiver_asks(receiver: Receiver) -> None:
    receiver.answers = [refused(429, "3"), refused(503, "1"), accepted()]
    waits: list[float] = []
    sender = Client(receiver.url, "key", waits.append)
    assert sender.send(b"spans") == 0
    assert waits == [3.0, 1.0]
    assert receiver.bodies == [b"spans"] * 3
    sender.close()


def test_it_waits_ever_longer_when_the_receiver_does_not_say(receiver: Receiver) -> None:
    receiver.answers = [refused(503), refused(502), refused(504), accepted()]
    waits: list[float] = []
    sender = Client(receiver.url, "key", waits.append)
    sender.send(b"spans")
    assert waits == [0.25, 0.5, 1.0]
    sender.close()


def test_it_does_not_repeat_what_is_refused_for_good(receiver: Receiver) -> None:
    receiver.answers = [refused(401)]
    sender = Client(receiver.url, "key")
    with pytest.raises(NotSent, match="answers 401: The key is not known"):
        sender.send(b"spans")
    sender.close()


def test_it_gives_up_when_nobody_answers(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "PATIENCE", 0.0)
    sender = Client("http://127.0.0.1:1", "key", lambda seconds: None)
    with pytest.raises(NotSent, match="503"):
        sender.send(b"spans")
    sender.close()
