"""Calls that arrive as log events: of coding agents, and the conventions' copy of an inference span."""

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, logged, said, usage

CLAUDE_CODE = Emitter(
    name="Claude Code (log events)",
    dialect="claude_code_event",
    scope="com.anthropic.claude_code.events",
    resource={"service.name": "claude-code"},
    versions="documentation 2026",
    recognised="event `claude_code.api_request`",
    cannot_tell="lifetimes of cache writes, the response id (the id of the request stands in)",
    layer=Layer.PROVIDER_SDK,
    stories=(
        Story(
            tells="numbers may be texts, and an older SDK names the event in an attribute without its prefix",
            spans=(
                logged(
                    "",
                    {
                        "event.name": "api_request",
                        "model": "claude-sonnet-4-5",
                        "session.id": "s-1",
                        "request_id": "req_1",
                        "cost_usd": "0.0231",
                        "duration_ms": "800",
                        "input_tokens": "12",
                        "output_tokens": "500",
                        "cache_read_tokens": "18000",
                        "cache_creation_tokens": "2000",
                    },
                    body="claude_code.api_request",
                ),
            ),
            counts=(
                Call(
                    input=20_012,
                    output=500,
                    read=18_000,
                    write=2_000,
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                    response_id="req_1",
                    cost="0.0231",
                    flags=("proved_exclusive",),
                ),
            ),
        ),
        Story(
            tells="with traces on, the event counts and its span does not",
            spans=(
                said(
                    "claude_code.llm_request",
                    {"model": "claude-sonnet-4-5", "request_id": "req_2", "input_tokens": 9}
                    | {"output_tokens": 5},
                    scope="com.anthropic.claude_code.tracing",
                ),
                logged(
                    "claude_code.api_request",
                    {"model": "claude-sonnet-4-5", "request_id": "req_2", "duration_ms": 990}
                    | {"input_tokens": 9, "output_tokens": 5, "cost_usd": 0.01},
                    trace="trace",
                    span="claude_code.llm_request",
                ),
            ),
            counts=(
                Call(
                    input=9,
                    output=5,
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                    response_id="req_2",
                    cost="0.01",
                    flags=("cache_unknown",),
                ),
            ),
            uncounted={"claude_code.llm_request": "same_response"},
        ),
    ),
)
CODEX = Emitter(
    name="Codex CLI (log events)",
    dialect="codex_event",
    scope="codex_otel",
    resource={"service.name": "codex_cli_rs"},
    versions="several of 2026",
    recognised="event `codex.sse_event` of kind `response.completed`",
    cannot_tell="cost, response id; whether a subscription paid (`auth_mode` is not kept)",
    layer=Layer.PROVIDER_SDK,
    stories=(
        Story(
            tells="the last event of a stream has the usage; cached and reasoning tokens are parts",
            spans=(
                logged(
                    "codex.sse_event",
                    {"event.kind": "response.completed", "model": "gpt-5-codex", "duration_ms": 900}
                    | {"input_token_count": 300, "cached_token_count": "200", "output_token_count": 90}
                    | {"reasoning_token_count": 64, "tool_token_count": 390, "conversation.id": "c-1"},
                    at=2000,
                ),
                logged(
                    "codex.sse_event",
                    {"event.kind": "response.output_item.done", "conversation.id": "c-1"},
                    at=1900,
                ),
            ),
            counts=(
                Call(input=300, output=90, read=200, reasoning=64, provider="openai", model="gpt-5-codex"),
            ),
            roles={"codex.sse_event": Role.OTHER},
        ),
    ),
)
GEMINI_CLI = Emitter(
    name="Gemini CLI (log events)",
    dialect="gemini_cli_event",
    scope="gemini-cli",
    resource={"service.name": "gemini-cli"},
    versions="0.61",
    recognised="event `gemini_cli.api_response`",
    cannot_tell="cost, response id",
    layer=Layer.PROVIDER_SDK,
    stories=(
        Story(
            tells="thoughts come on top of the output, tool prompts on top of the input; the copy is no call",
            spans=(
                logged(
                    "gemini_cli.api_response",
                    {"model": "gemini-2.5-pro", "session.id": "s", "duration_ms": 700}
                    | {"input_token_count": 1_000, "cached_content_token_count": 400}
                    | {"output_token_count": 50, "thoughts_token_count": 20, "tool_token_count": 30}
                    | {"total_token_count": 1_100},
                ),
                logged(
                    "gen_ai.client.inference.operation.details",
                    gen_ai("generate_content", "gemini-2.5-pro") | usage(1_000, 50) | {"session.id": "s"},
                ),
            ),
            counts=(
                Call(
                    input=1_030,
                    output=70,
                    read=400,
                    reasoning=20,
                    provider="google",
                    model="gemini-2.5-pro",
                ),
            ),
        ),
    ),
)
DETAILS = Emitter(
    name="Conventions: `gen_ai.client.inference.operation.details`",
    dialect="semconv_event",
    scope="my-app",
    versions="1.37 and later",
    recognised="the event",
    cannot_tell="what its span does not tell",
    stories=(
        Story(
            tells="an event whose span never came is the call",
            spans=(
                logged(
                    "gen_ai.client.inference.operation.details",
                    gen_ai("chat", "gpt-4o", provider__name="openai", response__id="chatcmpl-12345678")
                    | usage(100, 20),
                    trace="trace",
                    span="never",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=20,
                    provider="openai",
                    model="gpt-4o",
                    response_id="chatcmpl-12345678",
                    flags=("cache_unknown",),
                ),
            ),
        ),
        Story(
            tells="it repeats its span, which counts",
            spans=(
                said(
                    "chat gpt-4o",
                    gen_ai("chat", "gpt-4o", provider__name="openai") | usage(100, 20),
                    scope="opentelemetry.instrumentation.openai_v2",
                ),
                logged(
                    "gen_ai.client.inference.operation.details",
                    gen_ai("chat", "gpt-4o", provider__name="openai") | usage(100, 20),
                    trace="trace",
                    span="chat gpt-4o",
                    scope="opentelemetry.instrumentation.openai_v2",
                ),
            ),
            counts=(Call(input=100, output=20, provider="openai", model="gpt-4o", flags=("cache_unknown",)),),
            uncounted={"gen_ai.client.inference.operation.details": "duplicate"},
        ),
    ),
)
EMITTERS = (CLAUDE_CODE, CODEX, GEMINI_CLI, DETAILS)
