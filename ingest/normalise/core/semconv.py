"""The names of the GenAI semantic conventions, old and new (telemetry reference 2.2 to 2.4)."""

from ingest.normalise.core.tokens import CountKeys

INPUT = ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens")
OUTPUT = ("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens")
TOTAL = ("gen_ai.usage.total_tokens", "llm.usage.total_tokens")
READ = ("gen_ai.usage.cache_read.input_tokens",)
WRITE = ("gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens")
REASONING = ("gen_ai.usage.reasoning.output_tokens",)
INPUT_AUDIO = ("gen_ai.usage.audio.input_tokens",)
OUTPUT_AUDIO = ("gen_ai.usage.audio.output_tokens",)

# What instrumentations write that follow the conventions.
CONVENTION = CountKeys(
    input=INPUT,
    output=OUTPUT,
    read=READ,
    write=WRITE,
    reasoning=REASONING,
    input_audio=INPUT_AUDIO,
    output_audio=OUTPUT_AUDIO,
)
# What is written in the wild under the prefix of the conventions. They are aliases: never added up.
WILD = CountKeys(
    input=INPUT,
    output=OUTPUT,
    total=TOTAL,
    read=(
        *READ,
        "gen_ai.usage.cache_read_input_tokens",
        "gen_ai.usage.input_tokens.cached",
        "gen_ai.usage.prompt_tokens_details.cached_tokens",
        "gen_ai.usage.cached_tokens",
        "gen_ai.usage.details.cache_read_tokens",
        "gen_ai.usage.details.cache_read_input_tokens",
        "gen_ai.usage.details.cached_tokens",
        "gen_ai.usage.cache_read_tokens",
    ),
    write=(
        *WRITE,
        "gen_ai.usage.cache_creation_input_tokens",
        "gen_ai.usage.cache_write_input_tokens",
        "gen_ai.usage.input_tokens.cache_write",
        "gen_ai.usage.prompt_tokens_details.cache_creation_tokens",
        "gen_ai.usage.details.cache_write_tokens",
        "gen_ai.usage.details.cache_creation_input_tokens",
    ),
    write_5m=("gen_ai.usage.details.ephemeral_5m_input_tokens",),
    write_1h=("gen_ai.usage.details.ephemeral_1h_input_tokens",),
    reasoning=(
        *REASONING,
        "gen_ai.usage.output_tokens.reasoning",
        "gen_ai.usage.reasoning_tokens",
        "gen_ai.usage.completion_tokens_details.reasoning_tokens",
        "gen_ai.usage.details.reasoning_tokens",
        "gen_ai.usage.details.thinking_tokens",
        "gen_ai.usage.details.thoughts_tokens",
        "llm.usage.reasoning_tokens",
    ),
    input_audio=(
        *INPUT_AUDIO,
        "gen_ai.usage.details.input_audio_tokens",
        "gen_ai.usage.prompt_tokens_details.audio_tokens",
    ),
    output_audio=(
        *OUTPUT_AUDIO,
        "gen_ai.usage.details.output_audio_tokens",
        "gen_ai.usage.completion_tokens_details.audio_tokens",
    ),
)
