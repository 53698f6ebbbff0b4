"""A real mail server and a real HTTP server on free ports, which keep what they are sent."""

import email
import email.policy
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from standardwebhooks.webhooks import Webhook

from finops.core.mail_server import MailServer, read


class MailSink:
    """Keeps mail. `answers` by address: what is said instead of yes; the empty address is all of them."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.to: list[list[str]] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Yes, unless told otherwise."""
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Yes, unless told otherwise."""
        if answer := self.answers.get(""):
            return answer
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.to.append(list(envelope.rcpt_tos))
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """The Message-IDs."""
        return [str(mail["Message-ID"]) for mail in self.mails]


@contextmanager
def mail_sink() -> Iterator[tuple[MailSink, MailServer]]:
    """A mail server, and how it is reached."""
    sink = MailSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        server = read(f"smtp://127.0.0.1:{controller.port}?from=Spanledger%20<spend@example.com>")
        assert server is not None
        yield sink, server
    finally:
        controller.stop()


class Posted(NamedTuple):
    """One request."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        """What it says."""
        return json.loads(self.body)

    def verified(self, secret: str) -> Any:
        """What it says, if its signature is right. Raises WebhookVerificationError."""
        return Webhook(secret).verify(self.body, self.headers)


class HttpSink(ThreadingHTTPServer):
    """Keeps requests. `answers` are given first, as status and headers; then it is 204 for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        self.posts: list[Posted] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.hold: threading.Event | None = None
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}/hook?a=b"

    @property
    def ids(self) -> list[str]:
        """The ids of webhooks."""
        return [post.headers["webhook-id"] for post in self.posts]


class _Handler(BaseHTTPRequestHandler):
    server: HttpSink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.posts.append(Posted(self.path, headers, body))
        if self.server.hold:
            self.server.hold.wait()
        status, more = self.server.answers.pop(0) if self.server.answers else (204, {})
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Nobody reads it."""


@contextmanager
def http_sink() -> Iterator[HttpSink]:
    """An HTTP server."""
    sink = HttpSink()
    thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield sink
    finally:
        if sink.hold:
            sink.hold.set()
        sink.shutdown()
        sink.server_close()
        thread.join()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
