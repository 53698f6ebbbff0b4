"""How emitters are described: stories of one trace each, and what the ledger must make of them.

The stories stand where no recording exists. They are built from the attributes that the emitter's source
or documentation names (telemetry reference, section 3), as OTLP messages, and judged like any request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from finops.ledger.types import Uncounted
from finops.telemetry.types import Layer, Role
from tests.factories.otlp import span
from tests.factories.otlp_logs import log


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call that counts, to the token; what is left out is unknown."""

    input: int | None = None
    output: int | None = None
    read: int | None = None
    write: int | None = None
    write_1h: int | None = None
    reasoning: int | None = None
    input_audio: int | None = None
    output_audio: int | None = None
    operation: str = "chat"
    provider: str | None = None
    model: str | None = None
    response_id: str | None = None
    tier: str | None = None
    cost: str | None = None
    first_token_ms: float | None = None
    cache_hit: bool = False
    flags: tuple[str, ...] = ()


class Said(NamedTuple):
    """One span or log event; without a scope it is under that of the emitter."""

    message: Span | LogRecord
    scope: str | None


@dataclass(frozen=True, kw_only=True)
class Story:
    """One trace: its spans, the calls that count, and why the other charges do not."""

    tells: str
    spans: tuple[Said, ...]
    counts: tuple[Call, ...] = ()
    uncounted: Mapping[str, Uncounted] = field(default_factory=dict)  # by the name of the span
    roles: Mapping[str, Role] = field(default_factory=dict)  # of spans without a charge


@dataclass(frozen=True, kw_only=True)
class Emitter:
    """One emitter, as the report on compatibility lists it."""

    name: str
    dialect: str
    scope: str = ""
    versions: str  # read for the reference, or recorded
    recognised: str
    cannot_tell: str
    version: str = ""
    layer: Layer = Layer.FRAMEWORK
    resource: Mapping[str, Any] = field(default_factory=lambda: {"service.name": "refund-api"})
    stories: tuple[Story, ...] = ()
    recordings: tuple[str, ...] = ()  # folders of tests/data/otlp


def said(
    name: str,
    attributes: Mapping[str, Any] | None = None,
    *,
    inside: str | None = None,
    scope: str | None = None,
    **described: Any,
) -> Said:
    """A span inside another one of the story, which is named by its name."""
    return Said(span(name, attributes, parent=inside, **described), scope)


def logged(event: str, attributes: Mapping[str, Any], *, scope: str | None = None, **described: Any) -> Said:
    """A log event."""
    return Said(log(event, attributes, **described), scope)


def gen_ai(operation: str | None = None, model: str | None = None, **said: Any) -> dict[str, Any]:
    """Attributes of the conventions: `usage__input_tokens=5` is `gen_ai.usage.input_tokens`."""
    named = {"operation.name": operation, "request.model": model}
    named |= {key.replace("__", "."): value for key, value in said.items()}
    return {"gen_ai." + key: value for key, value in named.items() if value is not None}


def usage(input_tokens: int | None = None, output_tokens: int | None = None, **more: Any) -> dict[str, Any]:
    """Counts under the names of the conventions: `cache_read__input_tokens=5`."""
    counts = {"input_tokens": input_tokens, "output_tokens": output_tokens} | more
    return gen_ai(**{"usage__" + key: value for key, value in counts.items()})


def openinference(kind, model=None, **counts):
    """Attributes as OpenInference names them; `__` in a count stands for a dot."""
    named = {"openinference.span.kind": kind, "llm.model_name": model, "llm.system": "openai"}
    named |= {"llm.token_count." + key.replace("__", "."): value for key, value in counts.items()}
    return {key: value for key, value in named.items() if value is not None}
