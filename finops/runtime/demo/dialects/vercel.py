"""A shop on the Vercel AI SDK (version 6): outer spans repeat the sum of the calls inside them."""

from itertools import groupby

from finops.runtime.demo.canvas import Attributes, Canvas, Kind, Plain, Scope
from finops.runtime.demo.dialects.shared import FASTAPI, http_root
from finops.runtime.demo.records import NOTHING_USED, SECOND, Call, Run, Tokens, Tool

NEXT, AI = Scope("next.js", "16.0.3"), Scope("ai")
SEARCH = "search-api"
Shape = tuple[str, str]  # operation of the outer span, and of the calls inside


def tell(canvas: Canvas) -> None:
    """A search in the shop."""
    root = http_root(canvas, "/api/search", {}, NEXT)
    for step, events in groupby(canvas.run.events, key=lambda event: event.step):
        _step(canvas, step, list(events), root)


def _step(canvas: Canvas, step: str, events: list[Call | Tool], root: bytes) -> None:
    calls = [event for event in events if isinstance(event, Call)]
    outer_name, inner_name = _shape(calls[0])
    told = {**_telemetry(canvas.run, outer_name, step), **_model(calls[0])}
    content: Attributes = {"ai.prompt": canvas.question, "ai.response.text": canvas.answer}
    outer = canvas.draw(
        AI, outer_name, events[0].start, events[-1].end, {**told, **content, **_sum(calls)}, parent=root,
        error=calls[-1].error,
    )  # fmt: skip
    for event in events:
        if isinstance(event, Tool):
            _tool(canvas, event, outer)
        else:
            _call(canvas, event, f"{outer_name}.{inner_name}", outer)


def _shape(call: Call) -> Shape:
    if call.is_embedding:
        return "ai.embed", "doEmbed"
    return ("ai.generateText", "doGenerate") if call.step == "rewrite" else ("ai.streamText", "doStream")


def _sum(calls: list[Call]) -> dict[str, Plain | None]:
    total = NOTHING_USED
    for call in calls:
        total = total.plus(call.tokens) if call.tokens else total
    return _usage(total, calls[0].is_embedding) if total.input else {}


def _usage(tokens: Tokens, is_embedding: bool) -> dict[str, Plain | None]:
    if is_embedding:
        return {"ai.usage.tokens": tokens.input}
    return {
        "ai.usage.inputTokens": tokens.input,
        "ai.usage.inputTokenDetails.noCacheTokens": tokens.input - tokens.cache_read,
        "ai.usage.inputTokenDetails.cacheReadTokens": tokens.cache_read,
        "ai.usage.outputTokens": tokens.output,
        "ai.usage.outputTokenDetails.reasoningTokens": tokens.reasoning,
        "ai.usage.totalTokens": tokens.input + tokens.output,
    }


def _call(canvas: Canvas, call: Call, name: str, outer: bytes) -> None:
    attributes: dict[str, Plain | None] = {
        **_telemetry(canvas.run, name, call.step),
        **_model(call),
        "ai.prompt.messages": canvas.question,
    }
    if call.tokens is not None:
        attributes |= _usage(call.tokens, call.is_embedding)
        if not call.is_embedding:
            attributes |= _response(call)
    canvas.draw(AI, name, call.start, call.end, attributes, parent=outer, error=call.error)


def _response(call: Call) -> dict[str, Plain | None]:
    tokens = call.tokens or NOTHING_USED
    return {
        "ai.response.id": f"resp_{call.response_id}",
        "ai.response.model": call.model.response,
        "ai.response.finishReason": "tool-calls" if call.calls_tool else "stop",
        "ai.response.msToFirstChunk": None if call.first_token is None else call.first_token / SECOND * 1000,
        "gen_ai.system": "openai.responses",
        "gen_ai.request.model": call.model.name,
        "gen_ai.response.id": f"resp_{call.response_id}",
        "gen_ai.response.model": call.model.response,
        "gen_ai.usage.input_tokens": tokens.input,
        "gen_ai.usage.output_tokens": tokens.output,
    }


def _tool(canvas: Canvas, tool: Tool, outer: bytes) -> None:
    attributes = {
        **_telemetry(canvas.run, "ai.toolCall", tool.step),
        "ai.toolCall.name": tool.name,
        "ai.toolCall.args": '{"query":"quiet dishwasher"}',
    }
    call = canvas.draw(AI, "ai.toolCall", tool.start, tool.end, attributes, parent=outer, error=tool.error)
    room = (tool.end - tool.start) // 20
    route: Attributes = {"http.request.method": "GET", "http.route": "/rank", "db.system.name": "postgresql"}
    canvas.draw(
        FASTAPI, "GET /rank", tool.start + room, tool.end - room, route, parent=call, kind=Kind.SERVER,
        error=tool.error, service=SEARCH,
    )  # fmt: skip


def _model(call: Call) -> dict[str, Plain | None]:
    kind = "embedding" if call.is_embedding else "responses"
    return {"ai.model.provider": f"openai.{kind}", "ai.model.id": call.model.name}


def _telemetry(run: Run, operation: str, step: str) -> dict[str, Plain | None]:
    prefix, function = "ai.telemetry.metadata.", "shop-search"
    return {
        "operation.name": f"{operation} {function}",
        "ai.operationId": operation,
        "ai.telemetry.functionId": function,
        prefix + "journey": run.journey,
        prefix + "step": step,
        prefix + "tenantId": run.customer,
        prefix + "userId": run.user,
        prefix + "sessionId": run.session,
    }
