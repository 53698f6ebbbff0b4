"""OpenTelemetry's instrumentations of the OpenAI and Google SDKs, and an application that does it itself."""

from finops.runtime.demo.canvas import Attributes, Canvas, Kind, Plain, Scope
from finops.runtime.demo.dialects.shared import (
    MODEL_HOSTS,
    context,
    http_root,
    message,
    seconds,
    usage,
)
from finops.runtime.demo.records import Call

OPENAI = Scope("opentelemetry.instrumentation.genai.openai", "1.3b0")
GOOGLE = Scope("opentelemetry.instrumentation.google_genai", "1.3b0")
STUDIO, NOTEBOOKS, ROUTER = Scope("campaign_studio", "1.2.0"), Scope("notebooks"), Scope("ticket_router")
VLLM = Scope("vllm", "0.19.1")
ENGINE = "llama-inference"


def tell_google(canvas: Canvas) -> None:
    """A web application that names its steps itself."""
    root = http_root(canvas, "/campaigns/{id}/copy", context(canvas.run))
    for call in canvas.run.calls:
        step = canvas.draw(
            STUDIO, call.step, call.start, call.end, {"finops.step": call.step}, parent=root,
            error=call.error,
        )  # fmt: skip
        _call(canvas, GOOGLE, "generate_content", call, step)


def tell_openai(canvas: Canvas) -> None:
    """Notebooks of analysts: nobody says which team."""
    run = canvas.run
    told = {**context(run), "notebook.kernel": "python3"}
    error = run.calls[-1].error if run.failed else None
    root = canvas.draw(NOTEBOOKS, "run cell", run.start, run.end, told, error=error)
    for call in run.calls:
        _call(canvas, OPENAI, "chat", call, root)


def tell_self_hosted(canvas: Canvas) -> None:
    """A model on own GPUs: the application and the inference server both report the call."""
    root = http_root(canvas, "/tickets", context(canvas.run))
    for call in canvas.run.calls:
        caller = _call(canvas, ROUTER, "chat", call, root)
        if call.tokens is not None:
            _engine(canvas, call, caller)


def _call(canvas: Canvas, scope: Scope, operation: str, call: Call, parent: bytes) -> bytes:
    attributes: dict[str, Plain | None] = {
        "gen_ai.operation.name": operation,
        "gen_ai.provider.name": call.model.provider,
        "gen_ai.request.model": call.model.name,
        "server.address": MODEL_HOSTS.get(call.model.provider, ENGINE),
        "gen_ai.input.messages": message("user", canvas.question),
        "finops.step": call.step,
        **usage(call),
    }
    if call.tokens is not None:
        attributes |= {
            "gen_ai.response.id": f"chatcmpl-{call.response_id}",
            "gen_ai.response.model": call.model.response,
            "gen_ai.response.finish_reasons": ("stop",),
            "gen_ai.response.time_to_first_chunk": seconds(call.first_token),
            "gen_ai.output.messages": message("assistant", canvas.answer),
        }
    name = f"{operation} {call.model.name}"
    return canvas.draw(
        scope, name, call.start, call.end, attributes, parent=parent, kind=Kind.CLIENT, error=call.error
    )


def _engine(canvas: Canvas, call: Call, parent: bytes) -> None:
    assert call.tokens is not None
    waited = (call.end - call.start) // 50
    attributes: Attributes = {
        "gen_ai.request.model": call.model.name,
        "gen_ai.usage.prompt_tokens": call.tokens.input,
        "gen_ai.usage.completion_tokens": call.tokens.output,
        "gen_ai.latency.time_in_queue": seconds(waited // 2),
        "gen_ai.latency.time_to_first_token": seconds((call.end - call.start) // 6),
        "gen_ai.latency.e2e": seconds(call.end - call.start - 2 * waited),
    }
    canvas.draw(
        VLLM, "llm_request", call.start + waited, call.end - waited, attributes, parent=parent,
        kind=Kind.SERVER, service=ENGINE,
    )  # fmt: skip
