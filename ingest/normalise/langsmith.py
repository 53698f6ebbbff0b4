"""LangSmith's OpenTelemetry export. Any run may repeat the usage of its messages: only model runs count."""

from ingest.carriers import parse_mapping
from ingest.normalise.core.dialect import NO_SUMS, Attributes, Dialect
from ingest.normalise.core.numbers import BAD_VALUE, count
from ingest.normalise.core.roles import (
    AGENT,
    CHAT,
    EMBEDDINGS,
    OTHER,
    RETRIEVAL,
    TOOL,
    Gate,
    gate_of_operation,
)
from ingest.normalise.core.semconv import INPUT, OUTPUT, READ, REASONING, TOTAL, WRITE
from ingest.normalise.core.tokens import PROVABLE, CountKeys, Counts
from ingest.records import OtlpSpan, Value

KIND = "langsmith.span.kind"
KINDS = {
    "llm": CHAT,
    "embedding": EMBEDDINGS,
    "chain": AGENT,
    "tool": TOOL,
    "retriever": RETRIEVAL,
}
INPUT_DETAILS, OUTPUT_DETAILS = "gen_ai.usage.input_token_details", "gen_ai.usage.output_token_details"
MAX_DETAILS = 1_024  # characters: a handful of counts, in Python's spelling
NOTHING: Attributes = {}


def gate(span: OtlpSpan) -> Gate:
    """By kind of run."""
    kind = span.attributes.get(KIND)
    if type(kind) is str:
        return KINDS.get(kind.lower(), OTHER)
    return gate_of_operation(span.attributes) or OTHER


def enrich(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """Cached, audio and reasoning tokens, written as Python dictionaries."""
    if INPUT_DETAILS not in attributes and OUTPUT_DETAILS not in attributes:
        return counts
    prompt = _details(attributes.get(INPUT_DETAILS), flags)
    completion = _details(attributes.get(OUTPUT_DETAILS), flags)
    return counts._replace(
        read=_first(counts.read, count(prompt, ("cache_read",), flags)),
        write=_first(counts.write, count(prompt, ("cache_creation",), flags)),
        write_5m=count(prompt, ("ephemeral_5m_input_tokens",), flags),
        write_1h=count(prompt, ("ephemeral_1h_input_tokens",), flags),
        reasoning=_first(counts.reasoning, count(completion, ("reasoning",), flags)),
        input_audio=count(prompt, ("audio",), flags),
        output_audio=count(completion, ("audio",), flags),
    )


def _details(written: Value, flags: list[str]) -> Attributes:
    if written is None:
        return NOTHING
    too_long = isinstance(written, str) and len(written) > MAX_DETAILS
    details = None if too_long else parse_mapping(written)
    if details is None:
        flags.append(BAD_VALUE)
        return NOTHING
    return details


def _first(said: int | None, detail: int | None) -> int | None:
    return detail if said is None else said


DIALECTS = (
    Dialect(
        name="langsmith",
        rank=22,
        scopes=("langsmith*",),
        markers=frozenset({KIND, "langsmith.trace.name", "langsmith.trace.session_name"}),
        gate=gate,
        counts=CountKeys(
            input=INPUT, output=OUTPUT, total=TOTAL, read=READ, write=WRITE, reasoning=REASONING
        ),
        sum_counts=NO_SUMS,
        modes=lambda span, model: PROVABLE,
        enrich=enrich,
    ),
)
