"""Frameworks and vendors' distributions that follow the conventions, each in its own way."""

from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage
from tests.factories.otlp import START

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
EMITTERS = (
    ADOT,
    CREWAI,
    HAYSTACK,
    AUTOGEN,
    LIVEKIT,
)
