"""Logfire beside other instrumentations."""

import json

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage

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
EMITTERS = (LOGFIRE,)
