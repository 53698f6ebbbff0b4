"""OpenLIT, which guesses tokens where none are reported."""

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage

OPENLIT = Emitter(
    name="OpenLIT",
    dialect="openlit",
    scope="openlit.instrumentation.anthropic",
    version="1.45.0",
    versions="1.45",
    layer=Layer.SDK_INSTRUMENTATION,
    recognised="scopes `openlit*`; `gen_ai.application_name`, `gen_ai.sdk.version`",
    cannot_tell=(
        "whether the tokens of a stream are guessed from the length of its text (flagged "
        "`estimated_tokens`); a cost of zero means that it has no price; Gemini's thoughts on Vertex"
    ),
    stories=(
        Story(
            tells="Anthropic's input leaves cached tokens out, and a cost of zero is no cost",
            spans=(
                said(
                    "chat claude-sonnet-4-5",
                    gen_ai("chat", "claude-sonnet-4-5", system="anthropic", response__id="msg_0011223344")
                    | usage(
                        1_000,
                        500,
                        cache_read__input_tokens=18_000,
                        cache_creation__input_tokens=2_000,
                        total_tokens=1_500,
                        cost=0.0,
                    )
                    | {"gen_ai.client.token.usage": 1_500},
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
                    response_id="msg_0011223344",
                    flags=("proved_exclusive",),
                ),
            ),
        ),
        Story(
            tells="so it is where arithmetic cannot tell, and for Bedrock; OpenAI's includes them",
            spans=(
                said(
                    "anthropic",
                    gen_ai("chat", "claude-sonnet-4-5", system="anthropic")
                    | usage(10_000, 100, cache_read__input_tokens=2_000, total_tokens=10_100),
                    start=4000,
                    end=5000,
                ),
                said(
                    "bedrock",
                    gen_ai("chat", "anthropic.claude-sonnet-4-5-20250929-v1:0", system="aws.bedrock")
                    | usage(10_000, 100, cache_read__input_tokens=2_000, total_tokens=10_100, cost=0.05),
                    scope="openlit.instrumentation.bedrock",
                ),
                said(
                    "openai",
                    gen_ai("chat", "gpt-4o", system="openai")
                    | usage(
                        100,
                        30,
                        total_tokens=130,
                        prompt_tokens_details__cached_tokens=60,
                        completion_tokens_details__reasoning_tokens=20,
                        completion_tokens_details__audio_tokens=5,
                    ),
                    scope="openlit.instrumentation.openai",
                    start=2000,
                    end=3000,
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
                Call(
                    input=12_000,
                    output=100,
                    read=2_000,
                    provider="aws",
                    model="anthropic.claude-sonnet-4-5-20250929-v1:0",
                    cost="0.05",
                ),
                Call(
                    input=100,
                    output=30,
                    read=60,
                    reasoning=20,
                    output_audio=5,
                    provider="openai",
                    model="gpt-4o",
                ),
            ),
        ),
        Story(
            tells="Gemini's thoughts come on top of the output",
            spans=(
                said(
                    "generate_content",
                    gen_ai("chat", "gemini-2.5-pro", system="google") | usage(100, 20, reasoning_tokens=15),
                    scope="openlit.instrumentation.google_ai_studio",
                ),
            ),
            counts=(
                Call(
                    input=100,
                    output=35,
                    reasoning=15,
                    provider="google",
                    model="gemini-2.5-pro",
                    flags=("cache_unknown",),
                ),
            ),
        ),
        Story(
            tells="a stream without details may be a guess; agents have sums, vector stores nothing",
            spans=(
                said("invoke_agent", gen_ai("invoke_agent") | usage(57, 23)),
                said(
                    "chat gpt-4o",
                    gen_ai("chat", "gpt-4o", system="openai", request__stream=True) | usage(57, 23),
                    scope="openlit.instrumentation.openai",
                    inside="invoke_agent",
                ),
                said("vectordb", gen_ai("vectordb"), inside="invoke_agent"),
                said(
                    "failed",
                    gen_ai("chat", "gpt-4o", system="openai"),
                    inside="invoke_agent",
                    status="error",
                ),
            ),
            counts=(
                Call(
                    input=57,
                    output=23,
                    provider="openai",
                    model="gpt-4o",
                    flags=("estimated_tokens", "cache_unknown"),
                ),
            ),
            uncounted={"invoke_agent": "aggregate", "failed": "failed"},
            roles={"vectordb": Role.OTHER},
        ),
    ),
)
EMITTERS = (OPENLIT,)
