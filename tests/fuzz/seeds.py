"""Where mutations begin: recorded requests, every emitter's stories, and what people send by mistake."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from google.protobuf.message import Message
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from finops.telemetry.types import Signal
from tests.emitters import all_emitters
from tests.emitters.described import Emitter, Said
from tests.factories import otlp
from tests.factories.otlp_json import json_body
from tests.factories.otlp_logs import export_logs, recorded_logs
from tests.factories.otlp_metrics import recorded_metrics

NEXT_CENTURY = 9_214_646_400_000_000_000  # 2262-01-01 in nanoseconds: nearly all that 63 bits hold
TOKENS = "gen_ai.usage.input_tokens"


class Seed(NamedTuple):
    """A request that a real sender could have sent."""

    name: str
    signal: Signal
    message: Message

    def body(self, is_json: bool) -> bytes:
        """The request in one of the two encodings."""
        return json_body(self.message) if is_json else self.message.SerializeToString()


@cache
def seeds() -> tuple[Seed, ...]:
    """All of them, small ones first within their kind."""
    return (
        *_recorded(),
        *_told(),
        *(Seed(name, Signal.TRACES, otlp.export(span)) for name, span in mistakes()),
    )


def _recorded() -> Iterator[Seed]:
    for folder in sorted(path.name for path in otlp.CORPUS.iterdir() if path.is_dir()):
        for message in otlp.corpus_requests(folder):
            yield Seed(folder, Signal.TRACES, otlp.recent(message))
        for logs in recorded_logs(folder):
            yield Seed(folder, Signal.LOGS, logs)
        for metrics in recorded_metrics(folder):
            yield Seed(folder, Signal.METRICS, metrics)


def _told() -> Iterator[Seed]:
    for emitter in all_emitters():
        for story in emitter.stories:
            for said in story.spans:
                yield _said(emitter, said)


def _said(emitter: Emitter, said: Said) -> Seed:
    under: dict[str, Any] = {
        "scope_name": said.scope or emitter.scope,
        "version": emitter.version,
        "resource_attributes": emitter.resource,
    }
    if isinstance(said.message, LogRecord):
        return Seed(emitter.name, Signal.LOGS, export_logs(said.message, **under))
    return Seed(emitter.name, Signal.TRACES, otlp.export(said.message, **under))


def mistakes() -> Iterator[tuple[str, Span]]:
    """Spans that no sender should send, and one does."""
    yield "no ids", _with(trace_id=bytes(16), span_id=bytes(8))
    yield "its own parent", _with(parent_span_id=otlp.span_id("chat gpt-4o-mini"))
    yield "1970", _with(start_time_unix_nano=1, end_time_unix_nano=2)
    yield "2262", _with(start_time_unix_nano=NEXT_CENTURY, end_time_unix_nano=NEXT_CENTURY + 1)
    yield "the last nanosecond", _with(end_time_unix_nano=2**64 - 1)
    for count in (-1, -(2**63), 2**63 - 1, float("nan"), float("inf"), -float("inf"), 1e308, "NaN", "1e999"):
        yield f"{count} tokens", otlp.chat(attributes={TOKENS: count})
    yield "a huge key", otlp.chat(attributes={"k" * 300_000: "v", TOKENS: 7})
    yield "an empty key", otlp.chat(attributes={"": "v"})
    yield "NUL everywhere", otlp.chat(name="\0", attributes={"\0": "\0", "model\0": ["\0"]}, message="\0")
    yield "control characters", otlp.chat(attributes={chr(code): chr(code) for code in range(32)})
    yield "beyond the plane", otlp.chat(attributes={"\U0010ffff": "\ufffe\uffff", "e\u0301": "\u202e"})
    yield "too many attributes", otlp.chat(attributes={f"key.{number}": number for number in range(2_000)})
    twice = otlp.chat()
    twice.attributes.extend(otlp.key_values({TOKENS: 1}) * 500 + otlp.key_values({TOKENS: "two"}))
    yield "one key 500 times", twice
    deep = otlp.chat()
    deep.attributes.append(KeyValue(key="deep", value=nested(45)))  # protobuf itself stops at 100 messages
    yield "deep nesting", deep
    kinds = otlp.chat()
    kinds.kind, kinds.status.code = 99, -7  # type: ignore[assignment]
    yield "unknown kinds", kinds


def nested(depth: int) -> AnyValue:
    """A list in a list in a list."""
    value = AnyValue(double_value=float("nan"))
    for _ in range(depth):
        value = AnyValue(array_value={"values": [value]})
    return value


def _with(**fields: Any) -> Span:
    span = otlp.chat()
    for name, value in fields.items():
        setattr(span, name, value)
    return span
