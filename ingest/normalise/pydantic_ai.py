"""pydantic-ai and Logfire."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import AGENT, OTHER, TOOL, Gate, gate_of_operation, gate_of_request_type
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import TESTED, ZEROS_OMITTED, CountKeys
from ingest.records import OtlpSpan

# Spans of releases before they named their operation.
OLD_NAMES = {"agent run": AGENT, "running tool": TOOL, "running tools": TOOL, "running 1 tool": TOOL}
USAGE, AGGREGATED = "gen_ai.usage.", "gen_ai.aggregated_usage."
CALLS = CountKeys(
    input=(USAGE + "input_tokens",),
    output=(USAGE + "output_tokens",),
    read=(USAGE + "cache_read.input_tokens",),
    write=(USAGE + "cache_creation.input_tokens", USAGE + "cache_write.input_tokens"),
    write_5m=(USAGE + "details.ephemeral_5m_input_tokens",),
    write_1h=(USAGE + "details.ephemeral_1h_input_tokens",),
    reasoning=(USAGE + "details.reasoning_tokens", USAGE + "details.thoughts_tokens"),
    input_audio=(USAGE + "details.input_audio_tokens",),
    output_audio=(USAGE + "details.output_audio_tokens",),
)
# Agents of version 1 used the names of calls.
SUMS = CountKeys(
    *[tuple(name.replace(USAGE, AGGREGATED) for name in names) + names for names in CALLS],
)


def gate(span: OtlpSpan) -> Gate:
    """By operation; agents repeat the sum of their calls."""
    return (
        gate_of_operation(span.attributes)
        or gate_of_request_type(span.attributes)
        or OLD_NAMES.get(span.name, OTHER)
    )


DIALECTS = (
    Dialect(
        name="pydantic_ai",
        rank=16,
        scopes=("pydantic-ai*",),
        gate=gate,
        counts=CALLS,
        sum_counts=SUMS,
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
