"""Realistic GenAI trace requests, each with ids of its own, made fast.

A few template requests are built with the official messages; a variant is a template whose trace,
span and response ids are replaced in place, which takes well under a millisecond.
"""

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

SPANS_PER_REQUEST = 512
MODELS = ("gpt-4o", "gpt-4o-mini", "o4-mini", "gpt-5-mini")
JOURNEYS = ("refund-request", "onboarding", "product-search", "plan-advice", "contract-review")
TEAMS = ("payments", "growth", "search", "legal")
PROMPT = "Please look up order A-1042 and tell me whether the refund can be approved today. " * 7
SECOND = 1_000_000_000


def attribute(key: str, value: Any) -> KeyValue:
    """One attribute of a plain value."""
    kinds = {bool: "bool_value", int: "int_value", float: "double_value", str: "string_value"}
    if isinstance(value, list):
        held = AnyValue()
        held.array_value.values.extend(AnyValue(string_value=item) for item in value)
        return KeyValue(key=key, value=held)
    return KeyValue(key=key, value=AnyValue(**{kinds[type(value)]: value}))


class Template:
    """A request and the places of its ids."""

    def __init__(
        self,
        seed: int,
        spans: int = SPANS_PER_REQUEST,
        start_ns: int | None = None,
        text: Callable[[random.Random], str] | None = None,
    ) -> None:
        """`text` writes prompts and answers; None: they are all the same."""
        self._random = random.Random(seed)
        self._write = text
        self._start = start_ns or time.time_ns() - 60 * SECOND
        self._ids: list[bytes] = []
        self._body = self._build(spans)
        self.spans = spans
        pattern = re.compile(b"|".join(re.escape(one) for one in self._ids), re.DOTALL)
        number = {one: index for index, one in enumerate(self._ids)}
        self._places = [(found.start(), number[found.group()]) for found in pattern.finditer(self._body)]

    def variant(self) -> bytes:
        """The same request with new ids."""
        body = bytearray(self._body)
        fresh = [
            self._random.randbytes(len(one) // 2).hex().encode()
            if len(one) == 32
            else self._random.randbytes(len(one))
            for one in self._ids
        ]
        for place, index in self._places:
            body[place : place + len(fresh[index])] = fresh[index]
        return bytes(body)

    def _new(self, size: int) -> bytes:
        made = self._random.randbytes(size)
        self._ids.append(made)
        return made

    def _response_id(self) -> str:
        made = self._random.randbytes(16).hex()
        self._ids.append(made.encode())
        return f"chatcmpl-{made}"

    def _text(self) -> str:
        if self._write is None:
            return PROMPT
        made = self._random.randbytes(16).hex()  # another in each variant: people do not repeat themselves
        self._ids.append(made.encode())
        return f"Request {made}: {self._write(self._random)}"

    def _build(self, spans: int) -> bytes:
        request = ExportTraceServiceRequest()
        resource = request.resource_spans.add()
        team = self._random.choice(TEAMS)
        said = {
            "service.name": f"{team}-api", "service.version": "2.3.0", "team": team,
            "deployment.environment.name": "production",
            "service.instance.id": self._random.randbytes(8).hex(),
            "telemetry.sdk.language": "python", "telemetry.sdk.name": "opentelemetry",
        }  # fmt: skip
        resource.resource.attributes.extend(attribute(*pair) for pair in said.items())
        self._app, self._genai = resource.scope_spans.add(), resource.scope_spans.add()
        self._app.scope.name, self._genai.scope.name = f"{team}-api", "opentelemetry.util.genai.handler"
        self._genai.scope.version = "1.1b0"
        made = 0
        while made < spans:
            made += self._trace(spans - made)
        return request.SerializeToString()

    def _trace(self, room: int) -> int:
        """One run of an agent: a server span, an agent, and rounds of model call and tool."""
        pick = self._random
        trace, root, agent = self._new(16), self._new(8), self._new(8)
        who = {
            "journey": pick.choice(JOURNEYS), "tenant.id": f"customer-{pick.randrange(500)}",
            "user.id": f"u-{pick.randrange(5000)}", "session.id": f"s-{pick.randrange(20_000)}",
        }  # fmt: skip
        rounds = min(pick.randrange(1, 4), max(0, (room - 2) // 2))
        server = {"http.request.method": "POST", "http.route": "/refunds", "http.response.status_code": 200}
        self._span(
            self._app, trace, root, b"", "POST /refunds", 2, 0, 6, {**who, **server, "url.scheme": "https"}
        )
        if room == 1:
            return 1
        named = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "refund-agent"}
        self._span(self._app, trace, agent, root, "invoke_agent refund-agent", 1, 0.1, 5.5, {**who, **named})
        for index in range(rounds):
            self._chat(trace, agent, index, who)
            tool = {
                "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "lookup_order",
                "gen_ai.tool.call.id": f"call_{pick.randrange(10**9)}",
                "gen_ai.tool.call.arguments": self._text()[:80],
            }  # fmt: skip
            self._span(
                self._app,
                trace,
                self._new(8),
                agent,
                "execute_tool lookup_order",
                1,
                index + 1,
                0.3,
                {**who, **tool},
            )
        return 2 + 2 * rounds

    def _chat(self, trace: bytes, parent: bytes, index: int, who: Mapping[str, Any]) -> None:
        pick = self._random
        model = pick.choice(MODELS)
        tokens = pick.randrange(200, 9000)
        said = {
            "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": model,
            "gen_ai.request.temperature": 0.2, "gen_ai.request.max_tokens": 1024,
            "server.address": "api.openai.com", "server.port": 443,
            "gen_ai.response.model": model, "gen_ai.response.id": self._response_id(),
            "gen_ai.response.finish_reasons": ["stop"], "openai.response.service_tier": "default",
            "gen_ai.usage.input_tokens": tokens, "gen_ai.usage.cache_read.input_tokens": tokens // 3,
            "gen_ai.usage.output_tokens": pick.randrange(20, 900), "gen_ai.usage.reasoning.output_tokens": 16,
            "gen_ai.input.messages": self._text(), "gen_ai.output.messages": self._text()[:400],
        }  # fmt: skip
        self._span(
            self._genai, trace, self._new(8), parent, f"chat {model}", 3, index + 0.2, 0.7, {**said, **who}
        )

    def _span(
        self, scope: Any, trace: bytes, span: bytes, parent: bytes, name: str, kind: int, start: float,
        seconds: float, attributes: Mapping[str, Any],
    ) -> None:  # fmt: skip
        begin = self._start + int(start * SECOND)
        made = scope.spans.add(
            trace_id=trace, span_id=span, parent_span_id=parent, name=name, kind=kind,
            start_time_unix_nano=begin, end_time_unix_nano=begin + int(seconds * SECOND), flags=257,
        )  # fmt: skip
        made.attributes.extend(attribute(*pair) for pair in attributes.items())


def requests(
    count: int,
    *,
    templates: int = 8,
    spans: int = SPANS_PER_REQUEST,
    seed: int = 1,
    text: Callable[[random.Random], str] | None = None,
) -> Iterator[bytes]:
    """`count` distinct requests, the same ones for the same seed apart from their times."""
    made = [Template(seed * 1000 + index, spans, text=text) for index in range(min(templates, count))]
    for index in range(count):
        yield made[index % len(made)].variant()
