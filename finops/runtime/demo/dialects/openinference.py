"""A LangGraph agent: OpenInference instruments both LangChain and the OpenAI SDK, so calls show twice."""

import json

from finops.runtime.demo.canvas import Attributes, Canvas, Plain, Scope
from finops.runtime.demo.dialects.shared import context, http_root
from finops.runtime.demo.records import Call, Run, Tool

LANGCHAIN = Scope("openinference.instrumentation.langchain", "0.1.80")
OPENAI = Scope("openinference.instrumentation.openai", "0.1.66")
JOBS = Scope("knowledge.jobs", "1.4.2")
PROMPT, COMPLETION = "llm.token_count.prompt", "llm.token_count.completion"


def tell(canvas: Canvas) -> None:
    """An agent that answers over HTTP."""
    run = canvas.run
    root = http_root(canvas, "/refunds/{order_id}", {})
    told = {**_who(run), "openinference.span.kind": "CHAIN", "graph.node.name": "agent"}
    content = {"input.value": canvas.question, "output.value": canvas.answer}
    graph = canvas.draw(
        LANGCHAIN, "LangGraph", run.calls[0].start, run.end, {**told, **content}, parent=root,
        error=run.calls[-1].error,
    )  # fmt: skip
    for event in run.events:
        if isinstance(event, Tool):
            _tool(canvas, event, graph)
        else:
            _call(canvas, event, graph)


def tell_embeddings(canvas: Canvas) -> None:
    """A nightly job that embeds documents."""
    run = canvas.run
    root = canvas.draw(
        JOBS, "sync documents", run.start, run.end, {**context(run), "job.name": "knowledge-sync"},
        error=run.calls[-1].error,
    )  # fmt: skip
    for call in run.calls:
        counts = (
            {PROMPT: call.tokens.input, "llm.token_count.total": call.tokens.input} if call.tokens else {}
        )
        attributes: Attributes = {
            "openinference.span.kind": "EMBEDDING",
            "llm.system": "openai",
            "embedding.model_name": call.model.response if call.tokens else None,
            "llm.invocation_parameters": json.dumps({"model": call.model.name, "encoding_format": "base64"}),
            "embedding.embeddings.0.embedding.text": canvas.answer,
            "metadata": json.dumps({"step": call.step}),
            **counts,
        }
        canvas.draw(
            OPENAI, "CreateEmbeddings", call.start, call.end, attributes, parent=root, error=call.error
        )


def _call(canvas: Canvas, call: Call, graph: bytes) -> None:
    told = {**_who(canvas.run, call.step), **_described(canvas, call)}
    outer = canvas.draw(
        LANGCHAIN, "ChatOpenAI", call.start, call.end, {**told, "llm.provider": "openai"}, parent=graph,
        error=call.error,
    )  # fmt: skip
    room = (call.end - call.start) // 200  # the SDK's span lies inside the framework's
    canvas.draw(
        OPENAI, "ChatCompletion", call.start + room, call.end - room, told, parent=outer, error=call.error
    )


def _described(canvas: Canvas, call: Call) -> dict[str, Plain | None]:
    tokens = call.tokens
    told: dict[str, Plain | None] = {
        "openinference.span.kind": "LLM",
        "llm.system": "openai",
        "llm.model_name": call.model.response if tokens else call.model.name,
        "llm.invocation_parameters": json.dumps({"model": call.model.name}),
        "llm.input_messages.0.message.role": "user",
        "llm.input_messages.0.message.content": canvas.question,
    }
    if tokens is None:
        return told
    return {
        **told,
        "llm.output_messages.0.message.role": "assistant",
        "llm.output_messages.0.message.content": None if call.calls_tool else canvas.answer,
        "llm.finish_reason": "tool_calls" if call.calls_tool else "stop",
        PROMPT: tokens.input,
        COMPLETION: tokens.output,
        "llm.token_count.total": tokens.input + tokens.output,
        PROMPT + "_details.cache_read": tokens.cache_read,
        COMPLETION + "_details.reasoning": tokens.reasoning,
    }


def _tool(canvas: Canvas, tool: Tool, graph: bytes) -> None:
    attributes: Attributes = {
        **_who(canvas.run, tool.step),
        "openinference.span.kind": "TOOL",
        "tool.name": tool.name,
        "input.value": json.dumps({"order_id": canvas.identifier("A-", 4)}),
    }
    canvas.draw(LANGCHAIN, tool.name, tool.start, tool.end, attributes, parent=graph, error=tool.error)


def _who(run: Run, step: str | None = None) -> dict[str, Plain | None]:
    said = {"journey": run.journey, "tenant": run.customer, "step": step, "agent_name": "refund-agent"}
    kept = {key: value for key, value in said.items() if value}
    return {"session.id": run.session, "user.id": run.user, "metadata": json.dumps(kept)}
