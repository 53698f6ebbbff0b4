"""Inference servers and tools: observed, never billed a second time."""

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage


def worked(prompt, completion, **more):
    times = {"gen_ai.latency.time_to_first_token": 0.12, "gen_ai.latency.e2e": 1.5}
    return gen_ai(None, "llama-3.3-70b", request__id="r-1") | times | served(prompt, completion) | more


def served(prompt, completion):
    return usage(prompt_tokens=prompt, completion_tokens=completion)


CALLED = gen_ai("chat", "llama-3.3-70b", server__address="localhost") | usage(100, 10)
BELOW = Story(
    tells="below a call it is seen and does not count",
    spans=(
        said("chat", CALLED, scope="opentelemetry.instrumentation.openai_v2"),
        said("llm_request", worked(100, 10), inside="chat", kind="server"),
    ),
    counts=(Call(input=100, output=10, model="llama-3.3-70b", flags=("cache_unknown",)),),
    uncounted={"llm_request": "engine"},
)
ALONE = Story(
    tells="alone it is all there is, and counts",
    spans=(said("llm_request", worked(100, 10), kind="server"),),
    counts=(Call(input=100, output=10, model="llama-3.3-70b", first_token_ms=120, flags=("cache_unknown",)),),
)
CACHED = Story(
    tells="it says what was in its prefix cache",
    spans=(
        said(
            "llm_request",
            worked(100, 10) | {"gen_ai.usage.cached_tokens": 64},
            kind="server",
        ),
    ),
    counts=(
        Call(
            input=100,
            output=10,
            read=64,
            model="llama-3.3-70b",
            first_token_ms=120,
        ),
    ),
)
TIMES_ONLY = Story(
    tells="its spans carry times alone, which is nothing to the ledger",
    spans=(said("generate", {"inference_time": "1.2s", "queue_time": "3ms"}, kind="server"),),
    roles={"generate": Role.OTHER},
)


def server(name, scope, versions, cannot_tell, *stories, scopes=None):
    return Emitter(
        name=name,
        dialect="engine",
        scope=scope,
        layer=Layer.ENGINE,
        versions=versions,
        recognised=f"scopes `{scopes or scope.partition('.')[0]}*`; `gen_ai.latency.*`",
        cannot_tell=cannot_tell,
        stories=stories,
    )


EMITTERS = (
    server("vLLM", "vllm.llm_engine", "repository 2026", "cached tokens; money: it knows work", BELOW, ALONE),
    server("SGLang", "sglang", "repository 2026", "money: it knows work", CACHED, BELOW),
    server("TensorRT-LLM", "trtllm", "repository 2026", "cached tokens; money: it knows work", BELOW, ALONE),
    server(
        "Text Generation Inference",
        "text-generation-router",
        "not read, the scope is not verified",
        "tokens: its spans carry times only, its metrics carry tokens",
        TIMES_ONLY,
    ),
    server(
        "NVIDIA NIM",
        "nvidia.nim",
        "not read, the scope is not verified",
        "cached tokens; it speaks as the engine it runs",
        ALONE,
        scopes="nvidia.nim",
    ),
    Emitter(
        name="MCP clients and servers",
        dialect="mcp",
        scope="",
        versions="conventions 1.39 and later",
        recognised="`mcp.method.name`",
        cannot_tell="tokens and money: it has none",
        stories=(
            Story(
                tells="calling a tool is a tool, and tokens on such a span are never read",
                spans=(
                    said(
                        "tools/call lookup",
                        {"mcp.method.name": "tools/call"}
                        | gen_ai("execute_tool", tool__name="lookup")
                        | usage(100, 10),
                    ),
                    said("tools/list", {"mcp.method.name": "tools/list"}),
                    said("resources/read", {"mcp.method.name": "resources/read"}, kind="server"),
                ),
                roles={
                    "tools/call lookup": Role.TOOL,
                    "tools/list": Role.OTHER,
                    "resources/read": Role.OTHER,
                },
            ),
        ),
    ),
)
