"""Coding agents: their spans alone. The same tokens arrive in logs and metrics as well."""

from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage


def claude(**counts):
    said = {"model": "claude-sonnet-4-5", "gen_ai.request.model": "claude-sonnet-4-5"}
    return said | {"gen_ai.system": "anthropic"} | counts


CLAUDE_CODE = Emitter(
    name="Claude Code (spans)",
    dialect="claude_code",
    scope="com.anthropic.claude_code.tracing",
    resource={"service.name": "claude-code"},
    versions="documentation 2026, traces in beta",
    recognised="scopes `com.anthropic.claude_code*`",
    cannot_tell="the response id (that of the request stands in), lifetimes of cache writes, cost of a span",
    stories=(
        Story(
            tells="its four buckets do not overlap, and the id of the request stands in for the response's",
            spans=(
                said("claude_code.interaction", {"session.id": "s-1"}),
                said(
                    "claude_code.llm_request",
                    claude(
                        input_tokens=1_000,
                        output_tokens=500,
                        cache_read_tokens="18000",
                        cache_creation_tokens=2_000,
                        ttft_ms=420,
                        attempt=1,
                        request_id="req_1",
                        speed="fast",
                    )
                    | {"gen_ai.response.id": "req_1"},
                    inside="claude_code.interaction",
                ),
                said("claude_code.tool", {"tool_name": "Bash"}, inside="claude_code.interaction"),
                said("claude_code.tool.execution", {}, inside="claude_code.tool"),
            ),
            counts=(
                Call(
                    input=21_000,
                    output=500,
                    read=18_000,
                    write=2_000,
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                    response_id="req_1",
                    tier="fast",
                    first_token_ms=420,
                    flags=("proved_exclusive",),
                ),
            ),
            roles={
                "claude_code.interaction": Role.AGENT,
                "claude_code.tool": Role.TOOL,
                "claude_code.tool.execution": Role.TOOL,
            },
        ),
        Story(
            tells="a failed attempt has no usage; cached tokens are left out where nothing proves it too",
            spans=(
                said("claude_code.llm_request", claude(attempt=1), status="error", span="failed"),
                said(
                    "claude_code.llm_request",
                    claude(attempt=2, input_tokens=10_000, output_tokens=100, cache_read_tokens=2_000),
                    start=1000,
                    end=2000,
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
            ),
            uncounted={"claude_code.llm_request": "failed"},
            roles={},
        ),
    ),
)
CODEX = Emitter(
    name="Codex CLI (spans)",
    dialect="codex_cli",
    scope="codex_otel",
    resource={"service.name": "codex_cli_rs"},
    versions="several of 2026",
    recognised="scopes `codex*`",
    cannot_tell="cost; whether a subscription paid (`auth_mode` is not kept)",
    stories=(
        Story(
            tells="the turn has the sum of its responses under other names, which are never read",
            spans=(
                said(
                    "turn",
                    {
                        "model": "gpt-5-codex",
                        "codex.turn.token_usage.input": 300,
                        "codex.turn.token_usage.output": 90,
                        "codex.turn.token_usage.total": 390,
                    },
                ),
                said(
                    "handle_response",
                    {
                        "model": "gpt-5-codex",
                        "codex.usage.reasoning_output_tokens": 64,
                        "codex.usage.total_tokens": 390,
                    }
                    | usage(300, 90, cache_read__input_tokens=200),
                    inside="turn",
                ),
                said("exec_command", {"tool": "shell"}, inside="turn"),
            ),
            counts=(
                Call(input=300, output=90, read=200, reasoning=64, provider="openai", model="gpt-5-codex"),
            ),
            roles={"turn": Role.AGENT, "exec_command": Role.OTHER},
        ),
    ),
)
GEMINI_CLI = Emitter(
    name="Gemini CLI (spans)",
    dialect="gemini_cli",
    scope="gemini-cli",
    resource={"service.name": "gemini-cli"},
    versions="0.61",
    recognised="scopes `gemini-cli*`",
    cannot_tell="cost; tool prompts, which only its logs and metrics name",
    stories=(
        Story(
            tells="thoughts come on top of the output",
            spans=(
                said("agent_call", gen_ai("agent_call", agent__name="gemini-cli")),
                said(
                    "llm_call",
                    gen_ai("llm_call", "gemini-2.5-pro")
                    | usage(1_000, 50, cache_read__input_tokens=400, reasoning__output_tokens=20),
                    inside="agent_call",
                ),
                said("tool_call", gen_ai("tool_call"), inside="agent_call"),
                said("failed", gen_ai("llm_call", "gemini-2.5-pro"), inside="agent_call", status="error"),
            ),
            counts=(
                Call(
                    input=1_000,
                    output=70,
                    read=400,
                    reasoning=20,
                    provider="google",
                    model="gemini-2.5-pro",
                ),
            ),
            uncounted={"failed": "failed"},
            roles={"agent_call": Role.AGENT, "tool_call": Role.TOOL},
        ),
    ),
)
EMITTERS = (CLAUDE_CODE, CODEX, GEMINI_CLI)
