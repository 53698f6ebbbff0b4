"""Frameworks and vendors' distributions that follow the conventions, each in its own way."""

import json

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage
from tests.factories.otlp import START

VERCEL_V7 = Emitter(
    name="Vercel AI SDK 7",
    dialect="vercel_v7",
    scope="gen_ai",
    versions="`@ai-sdk/otel` 1.0",
    recognised="scope `gen_ai`",
    cannot_tell="cost; under a tracer name of the application's own it is read as plain conventions",
    stories=(
        Story(
            tells="the agent and its steps have the sums of their chats",
            spans=(
                said("invoke_agent gpt-4o", gen_ai("invoke_agent", "gpt-4o") | usage(300, 30)),
                said(
                    "step 1",
                    gen_ai("agent_step", "gpt-4o") | usage(100, 10),
                    inside="invoke_agent gpt-4o",
                ),
                said(
                    "chat 1",
                    gen_ai("chat", "gpt-4o", provider__name="openai", response__id="resp_0123456789")
                    | usage(100, 10, cache_read__input_tokens=40),
                    inside="step 1",
                ),
                said("execute_tool lookup", gen_ai("execute_tool"), inside="step 1"),
                said(
                    "step 2",
                    gen_ai("agent_step", "gpt-4o") | usage(200, 20),
                    inside="invoke_agent gpt-4o",
                    start=1000,
                    end=2000,
                ),
                said(
                    "chat 2",
                    gen_ai("chat", "gpt-4o", provider__name="openai", response__id="resp_9876543210")
                    | usage(200, 20, cache_read__input_tokens=100)
                    | {"gen_ai.response.time_to_first_chunk": 0.2},
                    inside="step 2",
                    start=1000,
                    end=2000,
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    read=40,
                    provider="openai",
                    model="gpt-4o",
                    response_id="resp_0123456789",
                ),
                Call(
                    input=200,
                    output=20,
                    read=100,
                    provider="openai",
                    model="gpt-4o",
                    response_id="resp_9876543210",
                    first_token_ms=200,
                ),
            ),
            uncounted={"invoke_agent gpt-4o": "aggregate", "step 1": "aggregate", "step 2": "aggregate"},
            roles={"execute_tool lookup": Role.TOOL},
        ),
        Story(
            tells="embeddings inside embeddings count once, whether one chunk or several",
            spans=(
                said("embed many", gen_ai("embeddings", "text-embedding-3-small") | usage(30)),
                said(
                    "chunk 1",
                    gen_ai("embeddings", "text-embedding-3-small") | usage(10),
                    inside="embed many",
                ),
                said(
                    "chunk 2",
                    gen_ai("embeddings", "text-embedding-3-small") | usage(20),
                    inside="embed many",
                ),
                said("rerank", gen_ai("rerank", "rerank-v3.5") | usage(50)),
                said("rerank inside", gen_ai("rerank", "rerank-v3.5") | usage(50), inside="rerank"),
            ),
            counts=(
                Call(
                    input=10,
                    output=0,
                    operation="embeddings",
                    provider="openai",
                    model="text-embedding-3-small",
                ),
                Call(
                    input=20,
                    output=0,
                    operation="embeddings",
                    provider="openai",
                    model="text-embedding-3-small",
                ),
                Call(input=50, output=0, operation="rerank", provider="cohere", model="rerank-v3.5"),
            ),
            uncounted={"embed many": "duplicate", "rerank": "duplicate"},
        ),
        Story(
            tells="Anthropic's lifetimes are in the provider's own answer",
            spans=(
                said(
                    "chat",
                    gen_ai("chat", "claude-sonnet-4-5", provider__name="anthropic.messages")
                    | usage(21_000, 500, cache_read__input_tokens=18_000, cache_creation__input_tokens=2_000)
                    | {
                        "ai.response.providerMetadata": json.dumps(
                            {
                                "anthropic": {
                                    "usage": {
                                        "cache_creation": {
                                            "ephemeral_5m_input_tokens": 1_500,
                                            "ephemeral_1h_input_tokens": 500,
                                        }
                                    }
                                }
                            }
                        )
                    },
                ),
                said("failed", gen_ai("chat", "gpt-4o"), status="error"),
            ),
            counts=(
                Call(
                    input=21_000,
                    output=500,
                    read=18_000,
                    write=2_000,
                    write_1h=500,
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                ),
            ),
            uncounted={"failed": "failed"},
        ),
    ),
)
OPENLIT = Emitter(
    name="OpenLIT",
    dialect="openlit",
    scope="openlit.instrumentation.anthropic",
    version="1.45.0",
    versions="1.45",
    layer=Layer.SDK_INSTRUMENTATION,
    recognised="scopes `openlit*`; `gen_ai.application_name`, `gen_ai.sdk.version`",
    cannot_tell=(
        "whether the tokens of a stream are guessed from the length of its text (flagged "
        "`estimated_tokens`); a cost of zero means that it has no price; Gemini's thoughts on Vertex"
    ),
    stories=(
        Story(
            tells="Anthropic's input leaves cached tokens out, and a cost of zero is no cost",
            spans=(
                said(
                    "chat claude-sonnet-4-5",
                    gen_ai("chat", "claude-sonnet-4-5", system="anthropic", response__id="msg_0011223344")
                    | usage(
                        1_000,
                        500,
                        cache_read__input_tokens=18_000,
                        cache_creation__input_tokens=2_000,
                        total_tokens=1_500,
                        cost=0.0,
                    )
                    | {"gen_ai.client.token.usage": 1_500},
                ),
            ),
            counts=(
                Call(
                    input=21_000,
                    output=500,
                    read=18_000,
                    write=2_000,
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                    response_id="msg_0011223344",
                    flags=("proved_exclusive",),
                ),
            ),
        ),
        Story(
            tells="so it is where arithmetic cannot tell, and for Bedrock; OpenAI's includes them",
            spans=(
                said(
                    "anthropic",
                    gen_ai("chat", "claude-sonnet-4-5", system="anthropic")
                    | usage(10_000, 100, cache_read__input_tokens=2_000, total_tokens=10_100),
                    start=4000,
                    end=5000,
                ),
                said(
                    "bedrock",
                    gen_ai("chat", "anthropic.claude-sonnet-4-5-20250929-v1:0", system="aws.bedrock")
                    | usage(10_000, 100, cache_read__input_tokens=2_000, total_tokens=10_100, cost=0.05),
                    scope="openlit.instrumentation.bedrock",
                ),
                said(
                    "openai",
                    gen_ai("chat", "gpt-4o", system="openai")
                    | usage(
                        100,
                        30,
                        total_tokens=130,
                        prompt_tokens_details__cached_tokens=60,
                        completion_tokens_details__reasoning_tokens=20,
                        completion_tokens_details__audio_tokens=5,
                    ),
                    scope="openlit.instrumentation.openai",
                    start=2000,
                    end=3000,
                ),
            ),
            counts=(
                Call(
                    input=12_000,
                    output=100,
                    read=2_000,
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                ),
                Call(
                    input=12_000,
                    output=100,
                    read=2_000,
                    provider="aws",
                    model="anthropic.claude-sonnet-4-5-20250929-v1:0",
                    cost="0.05",
                ),
                Call(
                    input=100,
                    output=30,
                    read=60,
                    reasoning=20,
                    output_audio=5,
                    provider="openai",
                    model="gpt-4o",
                ),
            ),
        ),
        Story(
            tells="Gemini's thoughts come on top of the output",
            spans=(
                said(
                    "generate_content",
                    gen_ai("chat", "gemini-2.5-pro", system="google") | usage(100, 20, reasoning_tokens=15),
                    scope="openlit.instrumentation.google_ai_studio",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=35,
                    reasoning=15,
                    provider="google",
                    model="gemini-2.5-pro",
                    flags=("cache_unknown",),
                ),
            ),
        ),
        Story(
            tells="a stream without details may be a guess; agents have sums, vector stores nothing",
            spans=(
                said("invoke_agent", gen_ai("invoke_agent") | usage(57, 23)),
                said(
                    "chat gpt-4o",
                    gen_ai("chat", "gpt-4o", system="openai", request__stream=True) | usage(57, 23),
                    scope="openlit.instrumentation.openai",
                    inside="invoke_agent",
                ),
                said("vectordb", gen_ai("vectordb"), inside="invoke_agent"),
                said(
                    "failed",
                    gen_ai("chat", "gpt-4o", system="openai"),
                    inside="invoke_agent",
                    status="error",
                ),
            ),
            counts=(
                Call(
                    input=57,
                    output=23,
                    provider="openai",
                    model="gpt-4o",
                    flags=("estimated_tokens", "cache_unknown"),
                ),
            ),
            uncounted={"invoke_agent": "aggregate", "failed": "failed"},
            roles={"vectordb": Role.OTHER},
        ),
    ),
)
ADOT = Emitter(
    name="AWS distribution (ADOT)",
    dialect="adot",
    scope="amazon.opentelemetry.distro.instrumentation.langchain",
    version="0.21.0",
    versions="0.21",
    recognised="scopes `amazon.opentelemetry.distro.instrumentation.*`",
    cannot_tell="cost, totals; Gemini's thoughts under LlamaIndex",
    stories=(
        Story(
            tells="LangChain's counts include cached tokens, LlamaIndex's of Claude do not",
            spans=(
                said("invoke_agent", gen_ai("invoke_agent") | usage(100, 10)),
                said(
                    "chat",
                    gen_ai("chat", "gpt-4o", provider__name="openai")
                    | usage(100, 10, cache_read__input_tokens=40),
                    inside="invoke_agent",
                ),
                said("execute_tool", gen_ai("execute_tool"), inside="invoke_agent"),
                said(
                    "predict",
                    gen_ai("chat", "claude-sonnet-4-5", provider__name="anthropic")
                    | usage(10_000, 100, cache_read__input_tokens=2_000),
                    scope="amazon.opentelemetry.distro.instrumentation.llama_index",
                ),
                said("failed", gen_ai("chat", "gpt-4o"), status="error"),
            ),
            counts=(
                Call(input=100, output=10, read=40, provider="openai", model="gpt-4o"),
                Call(input=12_000, output=100, read=2_000, provider="anthropic", model="claude-sonnet-4-5"),
            ),
            uncounted={"invoke_agent": "aggregate", "failed": "failed"},
            roles={"execute_tool": Role.TOOL},
        ),
    ),
)
CREWAI = Emitter(
    name="CrewAI",
    dialect="crewai",
    scope="crewai",
    version="1.15.30",
    versions="1.15",
    recognised="scopes `crewai*`; through Traceloop, OpenInference or ADOT by their scopes",
    cannot_tell="what one run used, where only the running total of the crew is sent",
    stories=(
        Story(
            tells="a flow's summary is never read, a crew's sum runs over everything it did",
            spans=(
                said("flow", {"aggregated_crew_usage_metrics": '{"total_tokens": 999}'}),
                said("crew", gen_ai("invoke_agent") | usage(900, 99), inside="flow"),
                said(
                    "llm_call",
                    gen_ai("llm_call", "gpt-4o", provider__name="openai") | usage(100, 10),
                    inside="crew",
                ),
                said("failed", gen_ai("llm_call", "gpt-4o"), inside="crew", status="error"),
            ),
            counts=(Call(input=100, output=10, provider="openai", model="gpt-4o", flags=("cache_unknown",)),),
            uncounted={"crew": "cumulative", "failed": "failed"},
            roles={"flow": Role.OTHER},
        ),
        Story(
            tells="the sums of crews that others instrument are running totals as well",
            spans=(
                said(
                    "Crew.kickoff",
                    {"traceloop.span.kind": "workflow", "gen_ai.system": "crewai"} | usage(900, 99),
                    scope="opentelemetry.instrumentation.crewai",
                ),
                said(
                    "Crew_kickoff",
                    {"openinference.span.kind": "CHAIN", "llm.token_count.prompt": 900},
                    scope="openinference.instrumentation.crewai",
                ),
            ),
            uncounted={"Crew.kickoff": "cumulative", "Crew_kickoff": "cumulative"},
            roles={},
        ),
    ),
)
HAYSTACK = Emitter(
    name="Haystack",
    dialect="haystack",
    scope="haystack",
    versions="not read",
    recognised="scopes `haystack*`",
    cannot_tell="usage, unless a provider's SDK is instrumented too",
    stories=(
        Story(
            tells="its own spans are steps; the provider's instrumentation inside has the usage",
            spans=(
                said("haystack.pipeline.run", {}),
                said(
                    "haystack.component.run",
                    {"haystack.component.name": "generator"},
                    inside="haystack.pipeline.run",
                ),
                said(
                    "chat",
                    gen_ai("chat", "gpt-4o", provider__name="openai") | usage(100, 10),
                    inside="haystack.component.run",
                    scope="opentelemetry.instrumentation.openai_v2",
                ),
            ),
            counts=(Call(input=100, output=10, provider="openai", model="gpt-4o", flags=("cache_unknown",)),),
            roles={"haystack.pipeline.run": Role.OTHER, "haystack.component.run": Role.OTHER},
        ),
    ),
)
AUTOGEN = Emitter(
    name="AutoGen",
    dialect="autogen",
    scope="autogen-core",
    versions="not read",
    recognised="scopes `autogen*`",
    cannot_tell="usage, unless a provider's SDK is instrumented too",
    stories=(
        Story(
            tells="it names agents and tools; calls are those of the provider's instrumentation",
            spans=(
                said("create_agent", gen_ai("create_agent", system="autogen")),
                said("invoke_agent", gen_ai("invoke_agent", system="autogen")),
                said("execute_tool", gen_ai("execute_tool", system="autogen"), inside="invoke_agent"),
            ),
            roles={"create_agent": Role.AGENT, "invoke_agent": Role.AGENT, "execute_tool": Role.TOOL},
        ),
    ),
)
LIVEKIT = Emitter(
    name="LiveKit Agents",
    dialect="livekit",
    scope="livekit-agents",
    versions="not read",
    recognised="scopes `livekit*`",
    cannot_tell="cost; speech and transcription outside the model",
    stories=(
        Story(
            tells="the turn around a request repeats its usage",
            spans=(
                said("agent_turn", usage(100, 10)),
                said("llm_request", gen_ai(None, "gpt-4o") | usage(100, 10), inside="agent_turn"),
                said(
                    "llm_request_run",
                    gen_ai(None, "gpt-4o")
                    | usage(100, 10, input_cached_tokens=40, input_audio_tokens=30, output_audio_tokens=5)
                    | {"langfuse.observation.completion_start_time": f'"{START.date()}T12:00:00.300Z"'},
                    inside="llm_request",
                ),
                said(
                    "llm_request_run",
                    gen_ai(None, "gpt-4o"),
                    span="again",
                    status="error",
                    start=2000,
                    end=3000,
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    read=40,
                    input_audio=30,
                    output_audio=5,
                    provider="openai",
                    model="gpt-4o",
                    first_token_ms=300,
                    flags=("assumed_inclusive",),
                ),
            ),
            uncounted={
                "agent_turn": "aggregate",
                "llm_request": "duplicate",
                "llm_request_run": "failed",
            },
        ),
    ),
)
EMITTERS = (VERCEL_V7, OPENLIT, ADOT, CREWAI, HAYSTACK, AUTOGEN, LIVEKIT)
