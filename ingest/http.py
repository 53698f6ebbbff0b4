"""OTLP over HTTP, as a plain ASGI application: no sessions, no templates.

https://opentelemetry.io/docs/specs/otlp/#otlphttp
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from finops.telemetry.types import Signal
from ingest import answers
from ingest.budget import WORKING_COPIES, Hold
from ingest.compression import decompress
from ingest.errors import NotOtlp, Refusal, TooLarge, Unavailable, UnsupportedMedia
from ingest.receiver import Receiver

logger = logging.getLogger(__name__)

PROTOBUF, JSON = "application/x-protobuf", "application/json"
SIGNALS = {
    "/v1/traces": Signal.TRACES,
    "/api/public/otel/v1/traces": Signal.TRACES,  # the Langfuse SDK's
    "/v1/metrics": Signal.METRICS,
    "/v1/logs": Signal.LOGS,
}

MAX_DISCARDED = 256 * 1_048_576  # bytes of a refused body that are read before hanging up

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Answer(NamedTuple):
    """A complete HTTP response."""

    status: int
    content_type: str
    body: bytes
    retry_after: int | None = None


class ClientGone(Exception):
    """The client hung up before its request was complete."""


async def serve(receiver: Receiver, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    try:
        answer = await route(receiver, scope["method"], scope["path"].rstrip("/"), headers, receive)
    except ClientGone:
        return
    extra = [(b"retry-after", str(answer.retry_after).encode())] if answer.retry_after is not None else []
    start = [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": start + extra})
    await send({"type": "http.response.body", "body": answer.body})


async def route(
    receiver: Receiver, method: str, path: str, headers: Mapping[str, str], receive: Receive
) -> Answer:
    """The answer to a request, whatever goes wrong."""
    if path in SIGNALS:
        return await _signal(receiver, SIGNALS[path], method, headers, receive)
    if path == "/healthz":
        return Answer(200, "text/plain", b"ok\n")
    if path == "/readyz":
        return (
            Answer(200, "text/plain", b"ok\n")
            if receiver.ready
            else Answer(503, "text/plain", b"no database\n")
        )
    known = "Send to /v1/traces, /v1/metrics or /v1/logs."
    return _plain(404, headers, f"There is nothing at {path or '/'}. {known}")


async def _signal(
    receiver: Receiver, signal: Signal, method: str, headers: Mapping[str, str], receive: Receive
) -> Answer:
    if method != "POST":
        return _plain(405, headers, f"Send {signal.name.lower()} with POST.")
    is_json = _media_type(headers) == JSON
    try:
        rejected = await _export(receiver, signal, headers, is_json, receive)
    except Refusal as refusal:
        return refused(refusal, is_json)
    except ClientGone:
        raise
    except Exception:
        logger.exception("A request could not be handled")
        return refused(Unavailable("The receiver failed on this request. Please send it again."), is_json)
    if is_json:
        return Answer(200, JSON, answers.accepted_json(rejected, signal))
    return Answer(200, PROTOBUF, answers.accepted(rejected, signal))


async def _export(
    receiver: Receiver, signal: Signal, headers: Mapping[str, str], is_json: bool, receive: Receive
) -> list[Any]:
    if not is_json and _media_type(headers) != PROTOBUF:
        raise UnsupportedMedia(f"Content-Type must be {PROTOBUF} or {JSON}.")
    sender = await receiver.sender(headers)
    encoding = headers.get("content-encoding", "").strip().lower()
    with receiver.budget.hold() as hold:
        body = await _read(receive, headers, receiver.limit, hold)
        plain = decompress(body, encoding, receiver.limit)
        if plain is not body:
            hold.grow(len(plain))
        del body
        hold.grow(WORKING_COPIES * len(plain))
        return await receiver.export(plain, is_json, sender, signal)


async def _read(receive: Receive, headers: Mapping[str, str], limit: int, hold: Hold) -> bytes:
    """The body as sent. Raises TooLarge, Overloaded or NotOtlp."""
    length = headers.get("content-length", "")
    chunks: list[bytes] = []
    size = 0
    try:
        if length.isdigit() and int(length) > limit:
            raise _over(limit)
        async for chunk in _chunks(receive):
            size += len(chunk)
            if size > limit:
                raise _over(limit)
            hold.grow(len(chunk))
            chunks.append(chunk)
    except Refusal:
        await _discard(receive)
        raise
    if length.isdigit() and size != int(length):
        raise NotOtlp("The body is shorter than Content-Length says.")
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        more = message.get("more_body", False)
        yield message.get("body", b"")


async def _discard(receive: Receive) -> None:
    """Read what the client still sends, so that it sees the answer instead of a broken connection."""
    size = 0
    async for chunk in _chunks(receive):
        size += len(chunk)
        if size > MAX_DISCARDED:
            return


def _over(limit: int) -> TooLarge:
    return TooLarge(f"The request is larger than {limit // 1_048_576} MiB. Send smaller batches.")


def refused(refusal: Refusal, is_json: bool) -> Answer:
    """A refusal in the encoding of the request."""
    if is_json:
        body, content_type = answers.status_json(refusal), JSON
    else:
        body, content_type = answers.status(refusal).SerializeToString(), PROTOBUF
    return Answer(refusal.http_status, content_type, body, refusal.retry_after)


def _plain(status: int, headers: Mapping[str, str], message: str) -> Answer:
    """A refusal that has no OTLP code of its own."""
    refusal = UnsupportedMedia(message)
    answer = refused(refusal, _media_type(headers) == JSON)
    return answer._replace(status=status)


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()
