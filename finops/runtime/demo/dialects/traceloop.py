"""Traceloop (OpenLLMetry): workflows and tasks around calls to Anthropic, directly and on Amazon Bedrock."""

from finops.runtime.demo.canvas import Attributes, Canvas, Kind, Plain, Scope
from finops.runtime.demo.dialects.shared import message, seconds, usage
from finops.runtime.demo.records import Call, Run, Tool

DECORATORS = Scope("traceloop.tracer", "")
ANTHROPIC = Scope("opentelemetry.instrumentation.anthropic", "0.62.4")
ANTHROPIC_SDK = Scope("com.anthropic.sdk.python", "2.11.0")
BEDROCK = Scope("opentelemetry.instrumentation.bedrock", "0.62.4")
USAGE = "gen_ai.usage."


def tell_anthropic(canvas: Canvas) -> None:
    """A workflow whose calls Anthropic's own SDK reports as well."""
    root = _workflow(canvas, "workflow")
    for call in canvas.run.calls:
        outer = _draw(canvas, ANTHROPIC, "anthropic.chat", call, _task(canvas, call, root), "anthropic")
        _sdk(canvas, call, outer)


def tell_bedrock(canvas: Canvas) -> None:
    """An agent on Bedrock, whose instrumentation leaves cached tokens out of the input."""
    root = _workflow(canvas, "agent")
    for event in canvas.run.events:
        task = _task(canvas, event, root)
        if isinstance(event, Call):
            _draw(canvas, BEDROCK, "bedrock.converse", event, task, "aws.bedrock")


def _draw(canvas: Canvas, scope: Scope, name: str, call: Call, parent: bytes, provider: str) -> bytes:
    attributes: Attributes = {
        **_association(canvas.run),
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": call.model.name,
        "gen_ai.request.max_tokens": 4096,
        "gen_ai.input.messages": message("user", canvas.question),
        "traceloop.entity.path": call.step,
        **_outcome(canvas, call, cached_apart=provider == "aws.bedrock"),
    }
    return canvas.draw(
        scope, name, call.start, call.end, attributes, parent=parent, kind=Kind.CLIENT, error=call.error
    )


def _outcome(canvas: Canvas, call: Call, *, cached_apart: bool) -> dict[str, Plain | None]:
    tokens = call.tokens
    if tokens is None:
        return {"error.type": call.error}
    said = tokens.input - tokens.cache_read - tokens.cache_write if cached_apart else tokens.input
    return {
        "gen_ai.response.model": call.model.response,
        "gen_ai.response.id": None if cached_apart else f"msg_01{call.response_id}",
        "gen_ai.response.finish_reasons": ("tool_call",) if call.calls_tool else ("stop",),
        "gen_ai.output.messages": message("assistant", canvas.answer),
        USAGE + "input_tokens": said,
        USAGE + "output_tokens": tokens.output,
        USAGE + "total_tokens": said + tokens.output,
        USAGE + "cache_read.input_tokens": tokens.cache_read,
        USAGE + "cache_creation.input_tokens": tokens.cache_write,
    }


def _sdk(canvas: Canvas, call: Call, parent: bytes) -> None:
    """The same call as the provider's SDK sees it, with the same response id."""
    tokens = call.tokens
    attributes: Attributes = {
        "server.address": "api.anthropic.com",
        "gen_ai.provider.name": "anthropic",
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": call.model.name,
        "http.route": "/v1/messages",
        "http.response.status_code": 200 if tokens else 529,
        "gen_ai.response.id": f"msg_01{call.response_id}" if tokens else None,
        "gen_ai.response.model": call.model.response if tokens else None,
        "gen_ai.response.time_to_first_chunk": seconds(call.first_token),
        "anthropic.usage.cache_creation.ephemeral_5m_input_tokens": tokens.cache_write if tokens else None,
        "anthropic.response.service_tier": "standard" if tokens else None,
        **usage(call),
        "gen_ai.usage.cache_read.input_tokens": tokens.cache_read if tokens else None,
        "gen_ai.usage.cache_write.input_tokens": tokens.cache_write if tokens else None,
    }
    room = (call.end - call.start) // 200
    canvas.draw(
        ANTHROPIC_SDK, "anthropic.messages.create", call.start + room, call.end - room, attributes,
        parent=parent, kind=Kind.CLIENT, error=call.error,
    )  # fmt: skip


def _workflow(canvas: Canvas, kind: str) -> bytes:
    run = canvas.run
    attributes: Attributes = {
        **_association(run),
        "traceloop.span.kind": kind,
        "traceloop.entity.name": run.journey,
        "gen_ai.agent.name": "contract-reviewer" if kind == "agent" else None,
        "traceloop.entity.input": canvas.question,
        "traceloop.entity.output": canvas.answer,
    }
    error = run.calls[-1].error if run.failed else None
    return canvas.draw(DECORATORS, f"{run.journey}.{kind}", run.start, run.end, attributes, error=error)


def _task(canvas: Canvas, event: Call | Tool, root: bytes) -> bytes:
    kind = "tool" if isinstance(event, Tool) else "task"
    name = event.name if isinstance(event, Tool) else event.step
    attributes: Attributes = {
        **_association(canvas.run),
        "traceloop.span.kind": kind,
        "traceloop.entity.name": name,
        "traceloop.entity.path": event.step,
    }
    return canvas.draw(
        DECORATORS, f"{name}.{kind}", event.start, event.end, attributes, parent=root, error=event.error
    )


def _association(run: Run) -> dict[str, Plain | None]:
    prefix = "traceloop.association.properties."
    return {
        "traceloop.workflow.name": run.journey,
        prefix + "journey": run.journey,
        prefix + "customer_id": run.customer,
        prefix + "user_id": run.user,
        prefix + "session_id": run.session,
    }
