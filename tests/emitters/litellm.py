"""The proxy of LiteLLM, and OpenInference's view of its SDK."""

import json

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, openinference, said, usage

OPENINFERENCE = "openinference.instrumentation."
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
                    openinference("LLM", "gpt-4o", prompt=100, completion=10)
                    | {"llm.token_count.prompt_details.cache_input": 100},
                ),
            ),
            counts=(Call(input=100, output=10, provider="openai", model="gpt-4o", flags=("cache_unknown",)),),
        ),
    ),
)
EMITTERS = (
    LITELLM_PROXY,
    OF_LITELLM,
)
