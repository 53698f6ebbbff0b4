"""A pydantic-ai agent: its own span reports the sum of its calls, and each call an estimate of its cost."""

from decimal import Decimal

from finops.runtime.demo import world
from finops.runtime.demo.canvas import Attributes, Canvas, Kind, Plain, Scope
from finops.runtime.demo.dialects.shared import MODEL_HOSTS, message, usage
from finops.runtime.demo.records import Call, Run, Tokens, Tool

SCOPE = Scope("pydantic-ai", "2.68.0")
AGENT = "plan-adviser"
MILLION = 1_000_000
# USD per million tokens as the library of the agent knows them: input, cached input, output.
RATES = {
    world.GPT_5.name: (Decimal("1.25"), Decimal("0.125"), Decimal(10)),
    world.GPT_5_MINI.name: (Decimal("0.25"), Decimal("0.025"), Decimal(2)),
}


def tell(canvas: Canvas) -> None:
    """An agent in a worker: no HTTP around it."""
    run = canvas.run
    attributes: Attributes = {
        **_who(run),
        "gen_ai.operation.name": "invoke_agent",
        "model_name": run.calls[-1].model.name,
        "logfire.msg": f"{AGENT} run",
        "final_result": canvas.answer,
        **{
            key.replace(".usage.", ".aggregated_usage."): value
            for key, value in _counts(run.tokens).items()
            if run.tokens.input
        },
    }
    error = run.calls[-1].error if run.failed else None
    agent = canvas.draw(SCOPE, f"invoke_agent {AGENT}", run.start, run.end, attributes, error=error)
    for event in run.events:
        if isinstance(event, Tool):
            _tool(canvas, event, agent)
        else:
            _call(canvas, event, agent)


def _call(canvas: Canvas, call: Call, agent: bytes) -> None:
    attributes: Attributes = {
        **_who(canvas.run),
        "step": call.step,
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.system": "openai",
        "server.address": MODEL_HOSTS["openai"],
        "gen_ai.request.model": call.model.name,
        "gen_ai.input.messages": message("user", canvas.question),
        **(_answered(call, call.tokens) if call.tokens else usage(call)),
    }
    canvas.draw(
        SCOPE, f"chat {call.model.name}", call.start, call.end, attributes, parent=agent, kind=Kind.CLIENT,
        error=call.error,
    )  # fmt: skip


def _answered(call: Call, tokens: Tokens) -> dict[str, Plain | None]:
    return {
        **_counts(tokens),
        "gen_ai.response.model": call.model.response,
        "gen_ai.response.id": f"resp_{call.response_id}",
        "gen_ai.response.finish_reasons": ("tool_call",) if call.calls_tool else ("stop",),
        "operation.cost": float(_estimate(call.model.name, tokens)),
    }


def _counts(tokens: Tokens) -> dict[str, Plain | None]:
    return {
        "gen_ai.usage.input_tokens": tokens.input,
        "gen_ai.usage.output_tokens": tokens.output,
        "gen_ai.usage.cache_read.input_tokens": tokens.cache_read or None,
        "gen_ai.usage.details.reasoning_tokens": tokens.reasoning,
    }


def _estimate(model: str, tokens: Tokens) -> Decimal:
    uncached, cached, output = RATES[model]
    spent = (tokens.input - tokens.cache_read) * uncached + tokens.cache_read * cached
    return (spent + tokens.output * output) / MILLION


def _tool(canvas: Canvas, tool: Tool, agent: bytes) -> None:
    attributes: Attributes = {
        **_who(canvas.run),
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": tool.name,
        "gen_ai.tool.call.id": canvas.identifier("call_", 24),
        "gen_ai.tool.call.arguments": '{"seats": 20}',
    }
    canvas.draw(
        SCOPE, f"execute_tool {tool.name}", tool.start, tool.end, attributes, parent=agent, error=tool.error
    )


def _who(run: Run) -> dict[str, Plain | None]:
    return {
        "app.journey": run.journey,
        "tenant.id": run.customer,
        "user.id": run.user,
        "session.id": run.session,
        "gen_ai.agent.name": AGENT,
    }
