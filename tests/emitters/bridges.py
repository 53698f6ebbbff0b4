"""Agent SDKs that speak through somebody else's instrumentation."""

from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, openinference, said, usage

OPENINFERENCE = "openinference.instrumentation."
TRACELOOP = "opentelemetry.instrumentation."
CONTRIB = "opentelemetry.instrumentation.genai."
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
                    openinference("LLM", "gpt-4o", prompt=100, completion=10)
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
EMITTERS = (
    OPENAI_AGENTS,
    CLAUDE_AGENT_SDK,
)
