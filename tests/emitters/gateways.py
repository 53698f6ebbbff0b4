"""Gateways: what they say of a call outranks what its caller says."""

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, openinference, said, usage

OPENAI_V2 = "opentelemetry.instrumentation.openai_v2"
PORTKEY = Emitter(
    name="Portkey",
    dialect="portkey",
    scope="custom.genai.instrumentation",
    layer=Layer.GATEWAY,
    resource={"service.name": "portkey"},
    versions="documentation 2026",
    recognised="scope `custom.genai.instrumentation`",
    cannot_tell="cost; whether cached tokens are in the input (arithmetic test, else assumed)",
    stories=(
        Story(
            tells="it reuses the span id of its caller and still is one call",
            spans=(
                said(
                    "chat gpt-4o",
                    gen_ai("chat", "gpt-4o", system="openai", response__id="chatcmpl-aabbccdd")
                    | usage(100, 10),
                    scope=OPENAI_V2,
                    span="shared",
                ),
                said(
                    "chat gpt-4o (gateway)",
                    gen_ai("chat", "gpt-4o", provider__name="openai", response__id="chatcmpl-aabbccdd")
                    | usage(100, 10, cache_read__input_tokens=40),
                    span="shared",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    read=40,
                    provider="openai",
                    model="gpt-4o",
                    response_id="chatcmpl-aabbccdd",
                    flags=("assumed_inclusive",),
                ),
            ),
            uncounted={"chat gpt-4o": "same_response"},
        ),
        Story(
            tells="an attempt that failed costs nothing",
            spans=(
                said("chat failed", gen_ai("chat", "gpt-4o"), status="error"),
                said("chat", gen_ai("chat", "gpt-4o") | usage(100, 10), start=1000, end=2000),
            ),
            counts=(Call(input=100, output=10, provider="openai", model="gpt-4o", flags=("cache_unknown",)),),
            uncounted={"chat failed": "failed"},
        ),
    ),
)
KONG = Emitter(
    name="Kong AI Gateway",
    dialect="kong_ai",
    scope="kong-internal",
    layer=Layer.GATEWAY,
    versions="3.13 to 3.14",
    recognised="scopes `kong*`; `kong.*`",
    cannot_tell="cached tokens; cost (only in a metric)",
    stories=(
        Story(
            tells="a second span for the tool calls of an answer repeats its usage",
            spans=(
                said("kong", {"http.route": "/chat"}, kind="server"),
                said(
                    "kong.gen_ai",
                    gen_ai("chat", "gpt-4o", provider__name="openai", response__id="chatcmpl-aabbccdd")
                    | usage(100, 10),
                    inside="kong",
                ),
                said(
                    "kong.gen_ai.tool",
                    gen_ai("chat", "gpt-4o", provider__name="openai", response__id="chatcmpl-aabbccdd")
                    | gen_ai(tool__name="lookup")
                    | usage(100, 10),
                    inside="kong",
                    span="second",
                ),
                said(
                    "kong.gen_ai.tool_call",
                    gen_ai("execute_tool", "gpt-4o") | usage(100, 10),
                    inside="kong",
                ),
                said("kong.a2a", {"kong.a2a.task": "t"}, inside="kong"),
                said("kong.router", {}, inside="kong"),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    provider="openai",
                    model="gpt-4o",
                    response_id="chatcmpl-aabbccdd",
                    flags=("cache_unknown",),
                ),
            ),
            uncounted={"kong.gen_ai.tool": "same_response"},
            roles={
                "kong": Role.OTHER,
                "kong.gen_ai.tool_call": Role.TOOL,
                "kong.a2a": Role.OTHER,
                "kong.router": Role.OTHER,
            },
        ),
        Story(
            tells="its cache answers for nothing, and a failed request has no usage",
            spans=(
                said(
                    "kong.gen_ai",
                    gen_ai("chat", "gpt-4o") | usage(100, 10) | {"kong.gen_ai.cache.status": "Hit"},
                ),
                said("kong.gen_ai failed", gen_ai("chat", "gpt-4o"), status="error"),
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
            uncounted={"kong.gen_ai failed": "failed"},
        ),
    ),
)
ENVOY = Emitter(
    name="Envoy AI Gateway",
    dialect="envoy_ai_gateway",
    scope="envoyproxy/ai-gateway",
    layer=Layer.GATEWAY,
    resource={"service.name": "ai-gateway"},
    versions="repository 2026",
    recognised="scope `envoyproxy/ai-gateway`",
    cannot_tell="cost",
    stories=(
        Story(
            tells="it speaks OpenInference by default; counting tokens is free",
            spans=(
                said(
                    "ChatCompletion",
                    openinference(
                        "LLM", "gpt-4o", prompt=100, completion=10, total=110, prompt_details__cache_read=40
                    ),
                    kind="server",
                ),
                said(
                    "CreateEmbeddings",
                    openinference("EMBEDDING", prompt=12)
                    | {"embedding.model_name": "text-embedding-3-small"},
                ),
                said("CountTokens", openinference("LLM", "claude-sonnet-4-5", prompt=5_000)),
                said("failed", openinference("LLM", "gpt-4o"), status="error"),
            ),
            counts=(
                Call(input=100, output=10, read=40, provider="openai", model="gpt-4o"),
                Call(
                    input=12,
                    output=0,
                    operation="embeddings",
                    provider="openai",
                    model="text-embedding-3-small",
                ),
            ),
            uncounted={"CountTokens": "not_billable", "failed": "failed"},
        ),
        Story(
            tells="it can speak the conventions, and knows which model was asked for",
            spans=(
                said(
                    "chat",
                    gen_ai(
                        "chat",
                        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                        original__model="claude-sonnet-4-5",
                        provider__name="aws.anthropic",
                    )
                    | usage(21_000, 500, cache_read__input_tokens=18_000, cache_creation__input_tokens=2_000),
                ),
                said("count", gen_ai("count_tokens", "claude-sonnet-4-5") | usage(5_000)),
                said("tokenize", gen_ai("tokenize", "llama-3") | usage(5_000)),
                said("responses", gen_ai("responses_input_tokens", "gpt-4o") | usage(5_000)),
            ),
            counts=(
                Call(
                    input=21_000,
                    output=500,
                    read=18_000,
                    write=2_000,
                    provider="aws",
                    model="us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                ),
            ),
            uncounted={"count": "not_billable", "tokenize": "not_billable", "responses": "not_billable"},
        ),
    ),
)
OPENROUTER = Emitter(
    name="OpenRouter Broadcast",
    dialect="openrouter",
    scope="openrouter",
    layer=Layer.GATEWAY,
    resource={"service.name": "openrouter"},
    versions="documentation 2026",
    recognised="scopes `openrouter*`; `openrouter.source`",
    cannot_tell="anything about calls that its sampling leaves out",
    stories=(
        Story(
            tells="its charge and its parts stand beside the tokens, for the same response elsewhere too",
            spans=(
                said(
                    "chat openai/gpt-4o",
                    gen_ai("chat", "openai/gpt-4o", response__id="gen-1700000000-aabbccdd")
                    | usage(
                        100,
                        30,
                        input_tokens__cached=60,
                        output_tokens__reasoning=20,
                        input_cost=0.001,
                        output_cost=0.002,
                        total_cost=0.0028,
                    ),
                    trace="gateway",
                ),
                said(
                    "chat",
                    gen_ai("chat", "openai/gpt-4o", system="openai", response__id="gen-1700000000-aabbccdd")
                    | usage(100, 30),
                    scope=OPENAI_V2,
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=30,
                    read=60,
                    reasoning=20,
                    provider="openai",
                    model="openai/gpt-4o",
                    response_id="gen-1700000000-aabbccdd",
                    cost="0.0028",
                ),
            ),
            uncounted={"chat": "same_response"},
        ),
        Story(
            tells="without an operation a named model makes a call; without a total its parts add up",
            spans=(
                said(
                    "generation",
                    gen_ai(None, "openai/gpt-4o") | usage(10, 5, input_cost=0.001, output_cost=0.002),
                ),
                said("failed", gen_ai(None, "openai/gpt-4o"), status="error"),
            ),
            counts=(
                Call(
                    input=10,
                    output=5,
                    provider="openai",
                    model="openai/gpt-4o",
                    cost="0.003",
                    flags=("cache_unknown",),
                ),
            ),
            uncounted={"failed": "failed"},
        ),
    ),
)
CLOUDFLARE = Emitter(
    name="Cloudflare AI Gateway",
    dialect="cloudflare_aig",
    scope="",
    layer=Layer.GATEWAY,
    versions="documentation 2026",
    recognised="`gen_ai.model.provider`, `gen_ai.prompt_json`, `gen_ai.completion_json`",
    cannot_tell="cached tokens, the response id, the operation; its caller's trace unless headers say so",
    stories=(
        Story(
            tells="its provider has a name of its own, its cost is an estimate, and zero is none",
            spans=(
                said(
                    "request",
                    gen_ai(None, "gpt-4o", model__provider="openai", prompt_json="[]")
                    | usage(100, 10, cost=0.00035),
                ),
                said(
                    "without a price",
                    gen_ai(None, "gpt-4o", model__provider="openai") | usage(100, 10, cost=0.0),
                ),
                said("failed", gen_ai(None, "gpt-4o", model__provider="openai"), status="error"),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    provider="openai",
                    model="gpt-4o",
                    cost="0.00035",
                    flags=("cache_unknown",),
                ),
                Call(input=100, output=10, provider="openai", model="gpt-4o", flags=("cache_unknown",)),
            ),
            uncounted={"failed": "failed"},
        ),
    ),
)
EMITTERS = (
    PORTKEY,
    KONG,
    ENVOY,
    OPENROUTER,
    CLOUDFLARE,
)
