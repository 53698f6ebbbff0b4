"""pydantic-ai and Logfire."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import AGENT, OTHER, TOOL, Gate, gate_of_operation, gate_of_request_type
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import TESTED, ZEROS_OMITTED, CountKeys
from ingest.records import OtlpSpan

# Spans of releases before they named their operation.
OLD_NAMES = {"agent run": AGENT, "running tool": TOOL, "running tools": TOOL, "running 1 tool": TOOL}
USAGE, AGGREGATED = "gen_ai.usage.", "gen_ai.aggregated_usage."


def gate(span: OtlpSpan) -> Gate:
    """By operation; agents repeat the sum of their calls."""
    return (
        gate_of_operation(span.attributes)
        or gate_of_request_type(span.attributes)
        or OLD_NAMES.get(span.name, OTHER)
    )


def either(*names: str) -> tuple[str, ...]:
    """The names of a count on calls and, after them, on agents."""
    return tuple(prefix + name for prefix in (USAGE, AGGREGATED) for name in names)


DIALECTS = (
    Dialect(
        name="pydantic_ai",
        rank=16,
        scopes=("pydantic-ai*",),
        gate=gate,
        counts=CountKeys(
            input=either("input_tokens"),
            output=either("output_tokens"),
            read=either("cache_read.input_tokens", "details.cache_read_tokens"),
            write=either(
                "cache_creation.input_tokens", "cache_write.input_tokens", "details.cache_write_tokens"
            ),
            write_5m=either("details.ephemeral_5m_input_tokens"),
            write_1h=either("details.ephemeral_1h_input_tokens"),
            reasoning=either("details.reasoning_tokens", "details.thoughts_tokens"),
            input_audio=either("details.input_audio_tokens"),
            output_audio=either("details.output_audio_tokens"),
        ),
        first_token_s=("gen_ai.response.time_to_first_chunk", "gen_ai.client.operation.time_to_first_chunk"),
        modes=lambda span, model: ZEROS_OMITTED,
    ),
    Dialect(
        name="logfire",
        rank=17,
        scopes=("logfire*",),
        gate=gate,
        counts=WILD,
        modes=lambda span, model: TESTED,
        infers_calls=True,
    ),
)
