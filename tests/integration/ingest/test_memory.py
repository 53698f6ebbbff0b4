"""The receiver stays under 300 MB per process, whatever is sent."""

import gzip
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import psutil
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from tests.factories import otlp
from tests.factories.instance import Instance
from tests.factories.receiver import Receiver

pytestmark = pytest.mark.processes

LIMIT_MB = 300
MIB = 1_048_576


def field(number: int, content: bytes) -> bytes:
    """A length-delimited protobuf field."""
    size, length = b"", len(content)
    while length > 0x7F:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return bytes([number << 3 | 2]) + size + bytes([length]) + content


def in_spans(content: bytes) -> bytes:
    """Content as the spans of one scope of one resource."""
    return field(1, field(2, content))


def nested(depth: int) -> AnyValue:
    value = AnyValue(string_value="deep")
    for _ in range(depth):
        value = AnyValue(array_value={"values": [value]})
    return value


def hostile() -> Iterator[tuple[str, bytes]]:
    """Bodies that are small to send and would be large to keep."""
    yield "millions of empty spans", in_spans(b"\x12\x00" * (15 * MIB))
    yield "millions of empty attributes in one span", in_spans(field(2, b"\x4a\x00" * (1_900_000)))
    yield "millions of empty scopes", field(1, b"\x12\x00" * (15 * MIB))
    yield "millions of empty resources", b"\x0a\x00" * (15 * MIB)
    many = otlp.chat(attributes={f"attribute-{number}": "x" * 60 for number in range(30_000)})
    yield "spans of many attributes", otlp.export(*[many] * 8).SerializeToString()
    wide = KeyValue(key="wide", value=AnyValue(array_value={"values": [AnyValue()] * 60_000}))
    span = otlp.chat()
    span.attributes.append(wide)
    yield "arrays of nothing", otlp.export(*[span] * 200).SerializeToString()
    deep = otlp.chat()
    deep.attributes.append(KeyValue(key="deep", value=nested(40)))
    yield "deep nesting", otlp.export(*[deep] * 2000).SerializeToString()
    distinct = [
        otlp.chat(span=f"s{number}", attributes={f"k{number % 5000}": os.urandom(100).hex()})
        for number in range(40_000)
    ]
    yield "attributes that never repeat", otlp.export(*distinct).SerializeToString()
    blobs = [otlp.chat(span=f"b{number}", attributes={"blob": "z" * 250_000}) for number in range(110)]
    yield "long texts", otlp.export(*blobs).SerializeToString()


def peaks(product: Instance) -> list[float]:
    """The highest resident memory so far of each receiver process, MB."""
    (main, *_) = product.pids("ingest")
    family = [main, *(child.pid for child in psutil.Process(main).children(recursive=True))]
    found = [re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text()) for pid in set(family)]
    return [int(one.group(1)) * 1024 / 1e6 for one in found if one]


def test_memory_stays_bounded_whatever_is_sent(receiver: Receiver) -> None:
    before = receiver.instance.pids("ingest")
    for name, body in hostile():
        packed = gzip.compress(body, 1)
        headers = {"content-encoding": "gzip"}
        with ThreadPoolExecutor(3) as senders:
            answers = [senders.submit(receiver.post, packed, headers=headers) for _ in range(3)]
            statuses = {answer.result().status for answer in answers}
        assert statuses <= {200, 400, 413, 429, 503}, (name, statuses)
        assert max(peaks(receiver.instance)) < LIMIT_MB, (name, peaks(receiver.instance))
    assert receiver.instance.pids("ingest") == before, "the receiver was restarted"
    receiver.send(otlp.export(otlp.chat(span="after all that")))


def test_a_compressed_bomb_over_grpc_is_refused_within_the_bound(receiver: Receiver) -> None:
    bomb = ExportTraceServiceRequest.FromString(field(1, field(3, b"x" * (500 * MIB))))
    options = [("grpc.max_send_message_length", -1)]
    with (
        grpc.insecure_channel(receiver.grpc, options=options) as channel,
        pytest.raises(grpc.RpcError) as caught,
    ):
        channel.unary_unary(
            "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            request_serializer=ExportTraceServiceRequest.SerializeToString,
        )(bomb, metadata=[("authorization", f"Bearer {receiver.key}")], compression=grpc.Compression.Gzip)
    assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert max(peaks(receiver.instance)) < LIMIT_MB
