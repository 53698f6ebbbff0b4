"""Spans of one trace, made with the official messages."""

from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from random import Random
from typing import NamedTuple

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from finops.runtime.demo import world
from finops.runtime.demo.records import Run

Plain = str | bool | int | float | tuple[str, ...]
Attributes = Mapping[str, Plain | None]  # None: not stated


class Kind(IntEnum):
    """OTLP span kinds."""

    INTERNAL = 1
    SERVER = 2
    CLIENT = 3


class Scope(NamedTuple):
    """An instrumentation library."""

    name: str
    version: str = ""


class Drawn(NamedTuple):
    """A span with what it belongs to."""

    service: str
    environment: str
    scope: Scope
    span: Span


class Canvas:
    """Collects the spans of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.drawn: list[Drawn] = []
        self._chance = Random(run.trace_id)
        self.question = self._chance.choice(world.QUESTIONS)
        self.answer = self._chance.choice(world.ANSWERS)

    def draw(
        self,
        scope: Scope,
        name: str,
        start: int,
        end: int,
        attributes: Attributes,
        *,
        parent: bytes = b"",
        kind: Kind = Kind.INTERNAL,
        error: str | None = None,
        service: str = "",
    ) -> bytes:
        """Add a span, of the run's own service unless told otherwise; gives its id."""
        span = Span(
            trace_id=self.run.trace_id,
            span_id=self._chance.randbytes(8),
            parent_span_id=parent,
            name=name,
            kind=int(kind),  # type: ignore[arg-type]
            start_time_unix_nano=start,
            end_time_unix_nano=end,
            attributes=pairs(attributes),
        )
        if error:
            span.status.CopyFrom(Status(code=Status.STATUS_CODE_ERROR, message=error))
            raised = {"exception.type": error, "exception.message": f"{error}: please try again later"}
            span.events.add(name="exception", time_unix_nano=end, attributes=pairs(raised))
        self.drawn.append(Drawn(service or self.run.service, self.run.environment, scope, span))
        return span.span_id

    def identifier(self, prefix: str, characters: int) -> str:
        """An identifier of tool calls and the like."""
        return prefix + self._chance.randbytes(characters // 2).hex()


def pairs(attributes: Attributes) -> list[KeyValue]:
    """Attributes as messages."""
    return [_pair(key, value) for key, value in attributes.items() if value is not None]


@lru_cache(maxsize=20_000, typed=True)
def _pair(key: str, value: Plain) -> KeyValue:
    return KeyValue(key=key, value=_any(value))


def _any(value: Plain) -> AnyValue:
    if isinstance(value, bool):
        return AnyValue(bool_value=value)
    if isinstance(value, int):
        return AnyValue(int_value=value)
    if isinstance(value, float):
        return AnyValue(double_value=value)
    if isinstance(value, str):
        return AnyValue(string_value=value)
    return AnyValue(array_value=ArrayValue(values=[AnyValue(string_value=one) for one in value]))
