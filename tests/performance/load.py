"""Sends prepared OTLP requests over a few connections and times every answer."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

import grpc
from grpc import aio

EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"


class Sent(NamedTuple):
    """What a load run saw. Times in seconds."""

    requests: int
    seconds: float
    latencies: list[float]  # sorted
    refused: int

    def percentile(self, share: float) -> float:
        """The latency below which this share of requests stayed, in milliseconds."""
        return 1000 * self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


class Pace:
    """Hands out requests, at most `per_second` of them; None: as fast as they are asked for."""

    def __init__(self, bodies: Iterable[bytes], per_second: float | None) -> None:
        self._bodies = deque(bodies)
        self._interval = 1 / per_second if per_second else 0.0
        self._next = time.monotonic()

    async def take(self) -> bytes | None:
        """The next request, when it is due."""
        if not self._bodies:
            return None
        body = self._bodies.popleft()
        if self._interval:
            due, self._next = self._next, self._next + self._interval
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        return body


async def _http(url: str, key: str, pace: Pace, latencies: list[float]) -> int:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = (
        f"POST /v1/traces HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/x-protobuf\r\nContent-Length: "
    )
    refused = 0
    while (body := await pace.take()) is not None:
        begin = time.perf_counter()
        writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        latencies.append(time.perf_counter() - begin)
        refused += b" 200 " not in answer[:20]
    writer.close()
    return refused


async def _grpc(address: str, key: str, pace: Pace, latencies: list[float]) -> int:
    refused = 0
    # Connections of their own: gRPC would share one between channels to the same address.
    options = [("grpc.use_local_subchannel_pool", 1)]
    async with aio.insecure_channel(address, options=options) as channel:
        export = channel.unary_unary(EXPORT)
        while (body := await pace.take()) is not None:
            begin = time.perf_counter()
            try:
                await export(body, metadata=(("authorization", f"Bearer {key}"),))
            except grpc.RpcError:
                refused += 1
            latencies.append(time.perf_counter() - begin)
    return refused


async def _send(target: str, key: str, pace: Pace, connections: int) -> Sent:
    one = _http if target.startswith("http") else _grpc
    latencies: list[float] = []
    begin = time.perf_counter()
    refused = await asyncio.gather(*(one(target, key, pace, latencies) for _ in range(connections)))
    return Sent(len(latencies), time.perf_counter() - begin, sorted(latencies), sum(refused))


def send(
    target: str, key: str, bodies: Iterable[bytes], *, connections: int = 4, per_second: float | None = None
) -> Sent:
    """Send all bodies to an HTTP URL or a gRPC `host:port`."""
    return asyncio.run(_send(target, key, Pace(bodies, per_second), connections))
