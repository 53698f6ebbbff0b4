"""pydantic-ai and Logfire."""

from ingest.carriers import parse_mapping
from ingest.normalise.core.dialect import Attributes, Dialect
from ingest.normalise.core.numbers import BAD_VALUE
from ingest.normalise.core.raw_usage import is_raw, raw_counts
from ingest.normalise.core.roles import AGENT, OTHER, TOOL, Gate, gate_of_operation, gate_of_request_type
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import PROVABLE, TESTED, ZEROS_OMITTED, CountKeys, Counts
from ingest.records import OtlpSpan

# Spans of releases before they named their operation.
OLD_NAMES = {"agent run": AGENT, "running tool": TOOL, "running tools": TOOL, "running 1 tool": TOOL}
RAW = "gen_ai.usage.raw"
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


def enrich(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """The provider's own usage object, of which it is known how it counts."""
    written = attributes.get(RAW)
    if written is None or counts.input is None:
        return counts
    usage = parse_mapping(written)
    if usage is None:
        flags.append(BAD_VALUE)
        return counts
    return raw_counts(usage, flags) if is_raw(usage) else counts


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
        modes=lambda span, model: PROVABLE if RAW in span.attributes else TESTED,
        enrich=enrich,
        reads_content=(RAW,),
        infers_calls=True,
    ),
)
