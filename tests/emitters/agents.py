"""Agent frameworks with tracers of their own."""

from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage

CLAUDE_ON_BEDROCK = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"


def adk(operation=None, model=None, **more):
    return gen_ai(operation, model, system="gcp.vertex.agent", **more) | {"gcp.vertex.agent.event_id": "e-1"}


def strands(operation, model=None, **more):
    return gen_ai(operation, model, system="strands-agents", **more)


def strands_usage(input_tokens, output_tokens, *, read, write):
    """Every count under both of its names."""
    return usage(
        input_tokens,
        output_tokens,
        prompt_tokens=input_tokens,
        completion_tokens=output_tokens,
        total_tokens=input_tokens + output_tokens,
        cache_read__input_tokens=read,
        cache_read_input_tokens=read,
        cache_creation__input_tokens=write,
        cache_write_input_tokens=write,
    )


ADK = Emitter(
    name="Google ADK",
    dialect="google_adk",
    scope="gcp.vertex.agent",
    version="2.13.0",
    versions="2.13",
    recognised="scope `gcp.vertex.agent`; `gcp.vertex.agent.*`",
    cannot_tell="cost, the response id",
    stories=(
        Story(
            tells="a call and the one inside it are one call",
            spans=(
                said("invoke_agent planner", adk("invoke_agent"), kind="internal"),
                said(
                    "call_llm",
                    adk(None, "gemini-2.5-pro") | usage(100, 30, cache_read__input_tokens=40),
                    inside="invoke_agent planner",
                    kind="internal",
                ),
                said(
                    "generate_content gemini-2.5-pro",
                    adk("generate_content", "gemini-2.5-pro")
                    | usage(100, 30, cache_read__input_tokens=40, reasoning__output_tokens=12),
                    inside="call_llm",
                ),
                said("execute_tool lookup", adk("execute_tool"), inside="call_llm", kind="internal"),
            ),
            counts=(
                Call(input=100, output=30, read=40, reasoning=12, provider="google", model="gemini-2.5-pro"),
            ),
            uncounted={"call_llm": "duplicate"},
            roles={"invoke_agent planner": Role.AGENT, "execute_tool lookup": Role.TOOL},
        ),
        Story(
            tells="a call without an inner one counts itself",
            spans=(said("call_llm", adk(None, "gemini-2.5-flash") | usage(10, 5), kind="internal"),),
            counts=(
                Call(
                    input=10, output=5, provider="google", model="gemini-2.5-flash", flags=("cache_unknown",)
                ),
            ),
        ),
        Story(
            tells="a failed call fails once",
            spans=(
                said("call_llm", adk(None, "gemini-2.5-pro"), status="error"),
                said(
                    "generate_content",
                    adk("generate_content", "gemini-2.5-pro"),
                    inside="call_llm",
                    status="error",
                ),
            ),
            uncounted={"call_llm": "duplicate", "generate_content": "failed"},
            roles={},
        ),
    ),
)
STRANDS = Emitter(
    name="Strands Agents (Bedrock AgentCore)",
    dialect="strands",
    scope="strands.telemetry.tracer",
    version="1.62.0",
    versions="1.62",
    recognised="scopes `strands.telemetry.tracer`, `strands-agents`",
    cannot_tell="the provider (inferred from the model), cost; whether an agent's sum covers one run or all",
    stories=(
        Story(
            tells="aliases are not parts, times are milliseconds and agents add up over runs",
            spans=(
                said(
                    "invoke_agent helper",
                    strands("invoke_agent") | strands_usage(30_000, 900, read=0, write=0),
                ),
                said("execute_event_loop_cycle", {}, inside="invoke_agent helper", kind="internal"),
                said(
                    "chat",
                    strands("chat", CLAUDE_ON_BEDROCK)
                    | strands_usage(21_000, 500, read=18_000, write=2_000)
                    | {"gen_ai.server.time_to_first_token": 350, "gen_ai.server.request.duration": 900},
                    inside="execute_event_loop_cycle",
                ),
                said("execute_tool lookup", strands("execute_tool"), inside="execute_event_loop_cycle"),
            ),
            counts=(
                Call(
                    input=21_000,
                    output=500,
                    read=18_000,
                    write=2_000,
                    provider="aws",
                    model=CLAUDE_ON_BEDROCK,
                    first_token_ms=350,
                ),
            ),
            uncounted={"invoke_agent helper": "cumulative"},
            roles={"execute_event_loop_cycle": Role.OTHER, "execute_tool lookup": Role.TOOL},
        ),
        Story(
            tells="an agent alone is no proof of what this run used",
            spans=(
                said(
                    "invoke_agent helper",
                    strands("invoke_agent") | strands_usage(250, 25, read=0, write=0),
                ),
            ),
            uncounted={"invoke_agent helper": "cumulative"},
            roles={},
        ),
        Story(
            tells="OpenInference's translation beside the native names is not read",
            spans=(
                said(
                    "chat",
                    strands("chat", CLAUDE_ON_BEDROCK)
                    | usage(1_000, 50, total_tokens=1_050, cache_read__input_tokens=800)
                    | {"openinference.span.kind": "LLM", "llm.token_count.prompt": 1_800},
                ),
            ),
            counts=(Call(input=1_000, output=50, read=800, provider="aws", model=CLAUDE_ON_BEDROCK),),
        ),
        Story(
            tells="OpenInference's translation alone counts cached tokens twice, and its total shows it",
            spans=(
                said(
                    "chat",
                    strands("chat", CLAUDE_ON_BEDROCK)
                    | {
                        "llm.token_count.prompt": 1_800,
                        "llm.token_count.completion": 50,
                        "llm.token_count.total": 1_050,
                        "llm.token_count.prompt_details.cache_read": 800,
                    },
                ),
            ),
            counts=(Call(input=1_000, output=50, read=800, provider="aws", model=CLAUDE_ON_BEDROCK),),
        ),
        Story(
            tells="older releases left cached tokens out of the input",
            spans=(
                said(
                    "chat",
                    strands("chat", CLAUDE_ON_BEDROCK)
                    | usage(1_000, 500, total_tokens=3_500, cache_read__input_tokens=2_000),
                ),
            ),
            counts=(
                Call(
                    input=3_000,
                    output=500,
                    read=2_000,
                    provider="aws",
                    model=CLAUDE_ON_BEDROCK,
                    flags=("proved_exclusive",),
                ),
            ),
        ),
        Story(
            tells="a failed call has no usage",
            spans=(said("chat", strands("chat", CLAUDE_ON_BEDROCK), status="error"),),
            uncounted={"chat": "failed"},
            roles={},
        ),
    ),
)
AGENT_FRAMEWORK = Emitter(
    name="Microsoft Agent Framework",
    dialect="agent_framework",
    scope="agent_framework",
    version="1.23.0",
    versions="1.23",
    recognised="scopes `agent_framework*`",
    cannot_tell="cost; whether cached tokens are in the input of Anthropic and Bedrock (arithmetic test)",
    stories=(
        Story(
            tells="an agent has the usage of its chats",
            spans=(
                said("workflow.run", {"workflow.name": "support"}, kind="internal"),
                said(
                    "invoke_agent helper",
                    gen_ai("invoke_agent", provider__name="microsoft.agent_framework") | usage(300, 30),
                    inside="workflow.run",
                ),
                said(
                    "chat gpt-4o",
                    gen_ai("chat", "gpt-4o", provider__name="openai", response__id="resp_0011223344")
                    | usage(300, 30, cache_read__input_tokens=100, reasoning__output_tokens=5),
                    inside="invoke_agent helper",
                ),
                said("execute_tool lookup", gen_ai("execute_tool"), inside="invoke_agent helper"),
            ),
            counts=(
                Call(
                    input=300,
                    output=30,
                    read=100,
                    reasoning=5,
                    provider="openai",
                    model="gpt-4o",
                    response_id="resp_0011223344",
                ),
            ),
            uncounted={"invoke_agent helper": "aggregate"},
            roles={"workflow.run": Role.OTHER, "execute_tool lookup": Role.TOOL},
        ),
        Story(
            tells="more cached tokens than input prove that they were left out",
            spans=(
                said(
                    "chat claude-sonnet-4-5",
                    gen_ai("chat", "claude-sonnet-4-5", provider__name="anthropic")
                    | usage(1_000, 500, cache_read__input_tokens=18_000, cache_creation__input_tokens=2_000),
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
                    flags=("proved_exclusive",),
                ),
            ),
        ),
        Story(
            tells="a failed chat is a failed call, a stream without usage an unknown one",
            spans=(
                said("chat failed", gen_ai("chat", "gpt-4o"), status="error"),
                said("chat stream", gen_ai("chat", "gpt-4o")),
            ),
            counts=(Call(provider="openai", model="gpt-4o", flags=("usage_missing",)),),
            uncounted={"chat failed": "failed"},
        ),
    ),
)
SEMANTIC_KERNEL = Emitter(
    name="Semantic Kernel",
    dialect="semantic_kernel",
    scope="semantic_kernel.utils.telemetry.model_diagnostics.decorators",
    version="1.45.0",
    versions="1.45",
    recognised="scopes `semantic_kernel*`, `Microsoft.SemanticKernel*`; `sk.available_functions`",
    cannot_tell="cached tokens, cost",
    stories=(
        Story(
            tells="it has names of its own for its operations",
            spans=(
                said("AutoFunctionInvocationLoop", {"sk.available_functions": "lookup"}, kind="internal"),
                said(
                    "chat.completions gpt-4o",
                    gen_ai("chat.completions", "gpt-4o", system="openai", response__id="chatcmpl-99887766")
                    | usage(100, 20),
                    inside="AutoFunctionInvocationLoop",
                ),
                said("execute_tool lookup", gen_ai("execute_tool"), inside="AutoFunctionInvocationLoop"),
                said(
                    "chat.streaming_completions gpt-4o",
                    gen_ai("chat.streaming_completions", "gpt-4o", system="openai"),
                    inside="AutoFunctionInvocationLoop",
                    start=100,
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=20,
                    provider="openai",
                    model="gpt-4o",
                    response_id="chatcmpl-99887766",
                    flags=("cache_unknown",),
                ),
                Call(provider="openai", model="gpt-4o", flags=("usage_missing",)),
            ),
            roles={"AutoFunctionInvocationLoop": Role.OTHER, "execute_tool lookup": Role.TOOL},
        ),
        Story(
            tells="a failed call has no usage",
            spans=(said("chat.completions", gen_ai("chat.completions", "gpt-4o"), status="error"),),
            uncounted={"chat.completions": "failed"},
            roles={},
        ),
    ),
)
EMITTERS = (ADK, STRANDS, AGENT_FRAMEWORK, SEMANTIC_KERNEL)
