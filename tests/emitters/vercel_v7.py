"""Version 7 of the Vercel AI SDK."""

import json

from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage

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
EMITTERS = (VERCEL_V7,)
