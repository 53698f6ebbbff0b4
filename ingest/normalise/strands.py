"""Strands Agents."""

from ingest.normalise.core.dialect import Attributes, Dialect
from ingest.normalise.core.numbers import count
from ingest.normalise.core.roles import OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import PROVABLE, Counts
from ingest.records import OtlpSpan

TRANSLATED = "llm.token_count."


def gate(span: OtlpSpan) -> Gate:
    """By operation."""
    return gate_of_operation(span.attributes) or OTHER


def enrich(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """Only OpenInference's translation is left: it counts the cached tokens a second time."""
    if counts.input is not None or TRANSLATED + "prompt" not in attributes:
        return counts
    prompt = count(attributes, (TRANSLATED + "prompt",), flags)
    output = count(attributes, (TRANSLATED + "completion",), flags)
    total = count(attributes, (TRANSLATED + "total",), flags)
    read = count(attributes, (TRANSLATED + "prompt_details.cache_read",), flags)
    write = count(attributes, (TRANSLATED + "prompt_details.cache_write",), flags)
    cached = (read or 0) + (write or 0)
    if prompt is not None and 0 < cached <= prompt and total == prompt + (output or 0) - cached:
        prompt -= cached
    return counts._replace(input=prompt, output=output, total=total, read=read, write=write)


DIALECTS = (
    Dialect(
        name="strands",
        rank=19,
        scopes=("strands.telemetry*", "strands-agents*"),
        gate=gate,
        counts=WILD,
        first_token_s=("gen_ai.response.time_to_first_chunk",),
        first_token_ms=("gen_ai.server.time_to_first_token",),
        modes=lambda span, model: PROVABLE,
        enrich=enrich,
        # An agent's usage may run over everything its object has done so far.
        cumulative=lambda span: True,
    ),
)
