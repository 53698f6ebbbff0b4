"""Bifrost, old and new: a span for each attempt."""

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage

BIFROST = Emitter(
    name="Bifrost",
    dialect="bifrost",
    scope="bifrost-otel-plugin",
    layer=Layer.GATEWAY,
    versions="documentation 2026",
    recognised="scopes `bifrost*`",
    cannot_tell="cached and reasoning tokens of releases before it followed the conventions",
    stories=(
        Story(
            tells="each attempt has a span: a fallback counts beside the call it replaced",
            spans=(
                said("request", {}, kind="server"),
                said("attempt 1", gen_ai("chat", "gpt-4o"), inside="request", status="error"),
                said(
                    "attempt 2",
                    gen_ai("chat", "gpt-4o", provider__name="openai") | usage(100, 5, cost=0.0003),
                    inside="request",
                    start=1000,
                    end=2000,
                ),
                said(
                    "attempt 3",
                    gen_ai("chat", "claude-sonnet-4-5", provider__name="anthropic")
                    | usage(100, 50, cost=0.001),
                    inside="request",
                    start=2000,
                    end=3000,
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=5,
                    provider="openai",
                    model="gpt-4o",
                    cost="0.0003",
                    flags=("cache_unknown",),
                ),
                Call(
                    input=100,
                    output=50,
                    provider="anthropic",
                    model="claude-sonnet-4-5",
                    cost="0.001",
                    flags=("cache_unknown",),
                ),
            ),
            uncounted={"attempt 1": "failed"},
            roles={"request": Role.OTHER},
        ),
        Story(
            tells="older releases name the kind of request in the span alone",
            spans=(
                said(
                    "gen_ai.chat",
                    gen_ai(
                        None,
                        "gpt-4o",
                        provider__name="openai",
                        chat__id="chatcmpl-00112233",
                        chat__model="gpt-4o-2024-08-06",
                        chat__service_tier="default",
                    )
                    | usage(prompt_tokens=100, completion_tokens=10, total_tokens=110, cost=0.0004),
                    kind="server",
                ),
                said(
                    "gen_ai.embedding",
                    gen_ai(None, "text-embedding-3-small", provider__name="openai")
                    | usage(prompt_tokens=12, completion_tokens=0, total_tokens=12),
                    kind="server",
                ),
                said(
                    "gen_ai.transcription",
                    gen_ai(None, "gpt-4o-transcribe", provider__name="openai")
                    | usage(50, completion_tokens=9, input_token_details__audio_tokens=48),
                    kind="server",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    provider="openai",
                    model="gpt-4o-2024-08-06",
                    response_id="chatcmpl-00112233",
                    tier="standard",
                    cost="0.0004",
                    flags=("cache_unknown",),
                ),
                Call(
                    input=12,
                    output=0,
                    operation="embeddings",
                    provider="openai",
                    model="text-embedding-3-small",
                    flags=("cache_unknown",),
                ),
                Call(
                    input=50,
                    output=9,
                    input_audio=48,
                    operation="transcription",
                    provider="openai",
                    model="gpt-4o-transcribe",
                    flags=("cache_unknown",),
                ),
            ),
        ),
    ),
)
EMITTERS = (BIFROST,)
