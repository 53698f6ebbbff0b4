"""Bridges, spellings of other houses, and what the conventions say of spans that are no calls."""

import json

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage

OPENINFERENCE = "openinference.instrumentation."
TRACELOOP = "opentelemetry.instrumentation."
CONTRIB = "opentelemetry.instrumentation.genai."


def heard_by_openinference(kind, **counts):
    named = {"llm.token_count." + key: value for key, value in counts.items()}
    return {"openinference.span.kind": kind, "llm.model_name": "gpt-4o", "llm.system": "openai"} | named


ONCE = (
    Call(
        input=100,
        output=10,
        provider="openai",
        model="gpt-4o",
        response_id="resp_00112233",
        flags=("cache_unknown",),
    ),
)
RESPONSE = gen_ai("chat", "gpt-4o", provider__name="openai", response__id="resp_00112233")
OPENAI_AGENTS = Emitter(
    name="OpenAI Agents SDK (through bridges)",
    dialect="that of the bridge",
    scope="",
    versions="0.24",
    recognised="the scope of the bridge: Traceloop, OpenInference, OpenTelemetry, Logfire",
    cannot_tell="anything without a bridge: its own tracer speaks to its vendor only",
    stories=(
        Story(
            tells="Traceloop's bridge beside the instrumentation of the provider's SDK: one call",
            spans=(
                said(
                    "Agent Workflow", {"traceloop.span.kind": "workflow"}, scope=TRACELOOP + "openai_agents"
                ),
                said(
                    "helper.agent",
                    {"traceloop.span.kind": "agent"} | usage(100, 10),
                    scope=TRACELOOP + "openai_agents",
                    inside="Agent Workflow",
                ),
                said(
                    "openai.response",
                    RESPONSE | usage(100, 10) | {"llm.request.type": "chat"},
                    scope=TRACELOOP + "openai_agents",
                    inside="helper.agent",
                ),
                said(
                    "chat gpt-4o",
                    RESPONSE | usage(100, 10),
                    scope=TRACELOOP + "openai_v2",
                    inside="openai.response",
                ),
            ),
            counts=ONCE,
            uncounted={"helper.agent": "aggregate", "openai.response": "same_response"},
            roles={"Agent Workflow": Role.AGENT},
        ),
        Story(
            tells="OpenInference's bridge and OpenTelemetry's, side by side in one trace: one call",
            spans=(
                said(
                    "Agent workflow",
                    {"openinference.span.kind": "AGENT"},
                    scope=OPENINFERENCE + "openai_agents",
                ),
                said(
                    "response",
                    heard_by_openinference("LLM", prompt=100, completion=10)
                    | {"llm.response.id": "resp_00112233"},
                    scope=OPENINFERENCE + "openai_agents",
                    inside="Agent workflow",
                ),
                said(
                    "handoff",
                    {"openinference.span.kind": "TOOL"},
                    scope=OPENINFERENCE + "openai_agents",
                    inside="Agent workflow",
                ),
                said("invoke_agent helper", gen_ai("invoke_agent"), scope=CONTRIB + "openai_agents"),
                said(
                    "chat gpt-4o",
                    RESPONSE | usage(100, 10),
                    scope=CONTRIB + "openai",
                    inside="invoke_agent helper",
                ),
            ),
            counts=ONCE,
            uncounted={"response": "same_response"},
            roles={
                "Agent workflow": Role.AGENT,
                "handoff": Role.TOOL,
                "invoke_agent helper": Role.AGENT,
            },
        ),
        Story(
            tells="Logfire's bridge: responses are calls, pending spans nothing",
            spans=(
                said("OpenAI Agents trace", {"logfire.span_type": "span"}, scope="logfire.openai_agents"),
                said(
                    "Responses API (pending)",
                    RESPONSE | {"logfire.span_type": "pending_span"},
                    scope="logfire.openai_agents",
                    inside="OpenAI Agents trace",
                ),
                said(
                    "Responses API",
                    RESPONSE | usage(100, 10) | {"operation.cost": 0.00035, "logfire.span_type": "span"},
                    scope="logfire.openai_agents",
                    inside="OpenAI Agents trace",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    provider="openai",
                    model="gpt-4o",
                    response_id="resp_00112233",
                    cost="0.00035",
                    flags=("cache_unknown",),
                ),
            ),
            roles={"OpenAI Agents trace": Role.OTHER, "Responses API (pending)": Role.OTHER},
        ),
    ),
)
CLAUDE_AGENT_SDK = Emitter(
    name="Claude Agent SDK (OpenInference)",
    dialect="openinference",
    scope=OPENINFERENCE + "claude_agent_sdk",
    versions="repository 2026",
    recognised="scopes `openinference.instrumentation.claude_agent_sdk`, JavaScript `…-claude-agent-sdk`",
    cannot_tell="single calls; in JavaScript the cached tokens (`cache_lost`)",
    stories=(
        Story(
            tells="one span for the whole run is all there is, so it counts, with the vendor's cost",
            spans=(
                said(
                    "ClaudeAgentSDK.query",
                    {
                        "openinference.span.kind": "AGENT",
                        "llm.model_name": "claude-sonnet-4-5",
                        "llm.token_count.prompt": 1_000,
                        "llm.token_count.completion": 50,
                        "llm.token_count.total": 1_050,
                        "llm.token_count.prompt_details.cache_read": 9_000,
                        "llm.cost.total": 0.05,
                    },
                ),
                said("Bash", {"openinference.span.kind": "TOOL"}, inside="ClaudeAgentSDK.query"),
            ),
            counts=(
                Call(
                    input=10_000,
                    output=50,
                    read=9_000,
                    operation="other",
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                    cost="0.05",
                    flags=("proved_exclusive",),
                ),
            ),
            roles={"Bash": Role.TOOL},
        ),
    ),
)
PROXY = {
    "litellm.call_id": "call-1",
    "litellm.api_key.hash": "ab12",
    "metadata.usage_object": json.dumps(
        {
            "prompt_tokens": 100,
            "completion_tokens": 30,
            "prompt_tokens_details": {"cached_tokens": 60, "audio_tokens": 4},
            "completion_tokens_details": {"reasoning_tokens": 20},
        }
    ),
}
LITELLM_PROXY = Emitter(
    name="LiteLLM proxy",
    dialect="litellm",
    scope="litellm",
    version="1.109.1",
    layer=Layer.GATEWAY,
    versions="1.109, both generations of spans",
    recognised="scopes `litellm*`; `litellm.call_id`",
    cannot_tell="which of a key's calls belongs to which team, where the key has none",
    stories=(
        Story(
            tells="identity on every span is no call; what it paid stands above what its caller saw",
            spans=(
                said("POST /chat/completions", {"litellm.api_key.hash": "ab12"}, kind="server"),
                said("auth", {"litellm.api_key.hash": "ab12"}, inside="POST /chat/completions"),
                said(
                    "chat gpt-4o",
                    gen_ai("chat", "gpt-4o", system="openai", response__id="chatcmpl-00112233")
                    | usage(100, 30, total_tokens=130)
                    | PROXY
                    | {"litellm.cost.total": 0.0021, "metadata.user_api_key_spend": 912.5},
                    inside="POST /chat/completions",
                ),
                said(
                    "raw_gen_ai_request",
                    {"gen_ai.request.model": "gpt-4o"} | usage(None, None),
                    inside="chat gpt-4o",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=30,
                    read=60,
                    reasoning=20,
                    input_audio=4,
                    provider="openai",
                    model="gpt-4o",
                    response_id="chatcmpl-00112233",
                    cost="0.0021",
                ),
            ),
            roles={
                "POST /chat/completions": Role.OTHER,
                "auth": Role.OTHER,
                "raw_gen_ai_request": Role.OTHER,
            },
        ),
        Story(
            tells="its cache answers for nothing",
            spans=(
                said(
                    "Received Proxy Server Request",
                    gen_ai("chat", "gpt-4o", system="openai")
                    | usage(100, 10)
                    | {"litellm.cache_hit": "True"},
                    kind="server",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    provider="openai",
                    model="gpt-4o",
                    cache_hit=True,
                    flags=("cache_unknown",),
                ),
            ),
        ),
    ),
)
SENTRY = Emitter(
    name="Sentry's spellings",
    dialect="semconv",
    scope="sentry.node",
    versions="documentation 2026",
    recognised="`gen_ai.*` under a scope nobody knows",
    cannot_tell="whether cached tokens are in the input (arithmetic test, else assumed)",
    stories=(
        Story(
            tells="runs of agents have sums, details are spelled after the count they belong to",
            spans=(
                said("gen_ai.invoke_agent", gen_ai("invoke_agent") | usage(100, 30)),
                said(
                    "gen_ai.chat",
                    gen_ai("chat", "gpt-4o", system="openai")
                    | usage(
                        100,
                        30,
                        total_tokens=130,
                        input_tokens__cached=60,
                        input_tokens__cache_write=10,
                        output_tokens__reasoning=20,
                        total_cost=0.0021,
                    ),
                    inside="gen_ai.invoke_agent",
                ),
                said("failed", gen_ai("chat", "gpt-4o"), inside="gen_ai.invoke_agent", status="error"),
            ),
            counts=(
                Call(
                    input=100,
                    output=30,
                    read=60,
                    write=10,
                    reasoning=20,
                    provider="openai",
                    model="gpt-4o",
                    cost="0.0021",
                    flags=("assumed_inclusive",),
                ),
            ),
            uncounted={"gen_ai.invoke_agent": "aggregate", "failed": "failed"},
        ),
    ),
)
ANY = Emitter(
    name="Any emitter of the GenAI conventions",
    dialect="semconv",
    scope="my-app",
    versions="conventions 1.27 to 1.42",
    recognised="`gen_ai.usage.*`, `gen_ai.operation.name`, a model or a tool",
    cannot_tell="how it counts: the arithmetic test decides, else inclusion is assumed and flagged",
    stories=(
        Story(
            tells="what is free by nature, serves others or judges them is no call",
            spans=(
                said("fetch_response", gen_ai("fetch_response", "gpt-4o") | usage(100, 10)),
                said("count_tokens", gen_ai("count_tokens", "gpt-4o") | usage(100)),
                said("retrieval docs", gen_ai("retrieval")),
                said("search_memory", gen_ai("search_memory")),
                said("create_memory", gen_ai("create_memory")),
                said("plan", gen_ai("plan")),
                said(
                    "evaluate",
                    {"openinference.span.kind": "EVALUATOR"},
                    scope="openinference.instrumentation",
                ),
                said("judge", gen_ai("chat", "gpt-4o") | usage(50, 5), inside="evaluate"),
            ),
            counts=(Call(input=50, output=5, provider="openai", model="gpt-4o", flags=("cache_unknown",)),),
            uncounted={"fetch_response": "not_billable", "count_tokens": "not_billable"},
            roles={
                "retrieval docs": Role.RETRIEVAL,
                "search_memory": Role.RETRIEVAL,
                "create_memory": Role.OTHER,
                "plan": Role.AGENT,
                "evaluate": Role.OTHER,
            },
        ),
        Story(
            tells="embeddings and reranking inside a retrieval are calls of their own",
            spans=(
                said("retrieval docs", gen_ai("retrieval")),
                said(
                    "embeddings",
                    gen_ai("embeddings", "text-embedding-3-small") | usage(12),
                    inside="retrieval docs",
                ),
                said("rerank", gen_ai("rerank", "rerank-v3.5") | usage(50), inside="retrieval docs"),
            ),
            counts=(
                Call(
                    input=12,
                    output=0,
                    operation="embeddings",
                    provider="openai",
                    model="text-embedding-3-small",
                ),
                Call(input=50, output=0, operation="rerank", provider="cohere", model="rerank-v3.5"),
            ),
            roles={"retrieval docs": Role.RETRIEVAL},
        ),
        Story(
            tells="names of every generation of the conventions are read, with audio and time to first token",
            spans=(
                said(
                    "old",
                    gen_ai("chat", "gpt-4o", system="openai") | usage(prompt_tokens=100, completion_tokens=9),
                ),
                said(
                    "new",
                    gen_ai(
                        "chat",
                        "gpt-4o-audio-preview",
                        provider__name="openai",
                        response__id="chatcmpl-00112233",
                        response__time_to_first_chunk=0.25,
                    )
                    | usage(
                        100,
                        30,
                        cache_read__input_tokens=60,
                        cache_write__input_tokens=10,
                        reasoning__output_tokens=8,
                        audio__input_tokens=40,
                        audio__output_tokens=10,
                    ),
                ),
            ),
            counts=(
                Call(input=100, output=9, provider="openai", model="gpt-4o", flags=("cache_unknown",)),
                Call(
                    input=100,
                    output=30,
                    read=60,
                    write=10,
                    reasoning=8,
                    input_audio=40,
                    output_audio=10,
                    provider="openai",
                    model="gpt-4o-audio-preview",
                    response_id="chatcmpl-00112233",
                    first_token_ms=250,
                    flags=("assumed_inclusive",),
                ),
            ),
        ),
    ),
)
LLM = Emitter(
    name="Any emitter of `llm.*` names",
    dialect="llm_generic",
    scope="my-app",
    versions="any",
    recognised="`llm.token_count.*`, `llm.usage.*`",
    cannot_tell="how it counts: the arithmetic test decides, else inclusion is assumed and flagged",
    stories=(
        Story(
            tells="usage with a model is a call",
            spans=(
                said(
                    "llm",
                    {
                        "llm.model": "gpt-4o",
                        "llm.vendor": "openai",
                        "llm.usage.prompt_tokens": 100,
                        "llm.usage.completion_tokens": 10,
                        "llm.usage.total_tokens": 110,
                        "llm.usage.cost": 0.0004,
                    },
                ),
                said("chain", {"llm.usage.prompt_tokens": 5, "llm.usage.completion_tokens": 5}),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    operation="other",
                    provider="openai",
                    model="gpt-4o",
                    cost="0.0004",
                    flags=("cache_unknown",),
                ),
                Call(input=5, output=5, operation="other", flags=("cache_unknown",)),
            ),
        ),
    ),
)
LOGFIRE = Emitter(
    name="Logfire",
    dialect="logfire",
    scope="logfire.openai",
    version="5.4.0",
    layer=Layer.SDK_INSTRUMENTATION,
    versions="5.4",
    recognised="scopes `logfire*`",
    cannot_tell="how the emitter counts whose spans it completes (arithmetic test)",
    stories=(
        Story(
            tells="its roll-up on parents is never read, nor a pending span or a second spelling",
            spans=(
                said("request", {"logfire.metrics": '{"gen_ai.client.token.usage": {"total": 110}}'}),
                said(
                    "Chat Completion (pending)",
                    gen_ai("chat", "gpt-4o") | {"logfire.span_type": "pending_span"},
                    inside="request",
                ),
                said(
                    "Chat Completion",
                    gen_ai("chat", "gpt-4o", system="openai", response__id="chatcmpl-00112233")
                    | usage(100, 10)
                    | {"llm.token_count.prompt": 100, "operation.cost": 0.00035},
                    inside="request",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    provider="openai",
                    model="gpt-4o",
                    response_id="chatcmpl-00112233",
                    cost="0.00035",
                    flags=("cache_unknown",),
                ),
            ),
            roles={"request": Role.OTHER, "Chat Completion (pending)": Role.OTHER},
        ),
        Story(
            tells="the provider's own usage object says how it counts",
            spans=(
                said(
                    "Message with claude",
                    gen_ai("chat", "claude-sonnet-4-5", system="anthropic")
                    | usage(
                        10_000,
                        500,
                        raw=json.dumps(
                            {
                                "input_tokens": 10_000,
                                "output_tokens": 500,
                                "cache_read_input_tokens": 2_000,
                                "cache_creation_input_tokens": 1_000,
                                "cache_creation": {
                                    "ephemeral_5m_input_tokens": 400,
                                    "ephemeral_1h_input_tokens": 600,
                                },
                                "output_tokens_details": {"thinking_tokens": 300},
                            }
                        ),
                    ),
                    scope="logfire.anthropic",
                ),
            ),
            counts=(
                Call(
                    input=13_000,
                    output=500,
                    read=2_000,
                    write=1_000,
                    write_1h=600,
                    reasoning=300,
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                ),
            ),
        ),
    ),
)
OF_LITELLM = Emitter(
    name="OpenInference of LiteLLM",
    dialect="openinference_litellm",
    scope=OPENINFERENCE + "litellm",
    versions="repository 2026",
    recognised="scope `openinference.instrumentation.litellm`",
    cannot_tell="cached tokens: under their name it writes text tokens",
    stories=(
        Story(
            tells="what it calls cached input is all input",
            spans=(
                said(
                    "completion",
                    heard_by_openinference("LLM", prompt=100, completion=10)
                    | {"llm.token_count.prompt_details.cache_input": 100},
                ),
            ),
            counts=(Call(input=100, output=10, provider="openai", model="gpt-4o", flags=("cache_unknown",)),),
        ),
    ),
)
EMITTERS = (LOGFIRE, OF_LITELLM, OPENAI_AGENTS, CLAUDE_AGENT_SDK, LITELLM_PROXY, SENTRY, ANY, LLM)
