"""Last fallback: spans that say `llm.*` in ways of their own."""

from ingest.normalise.core.dialect import OPERATION_COST, Dialect
from ingest.normalise.core.roles import OTHER, Gate, gate_of_request_type
from ingest.normalise.core.tokens import TESTED, CountKeys
from ingest.records import OtlpSpan

INPUT = ("llm.token_count.prompt", "llm.usage.prompt_tokens", "llm.usage.input_tokens")
OUTPUT = ("llm.token_count.completion", "llm.usage.completion_tokens", "llm.usage.output_tokens")


def gate(span: OtlpSpan) -> Gate:
    """A call when it names a kind of request; else its usage decides."""
    return gate_of_request_type(span.attributes) or OTHER


DIALECTS = (
    Dialect(
        name="llm_generic",
        rank=30,
        markers=frozenset({*INPUT, *OUTPUT}),
        gate=gate,
        counts=CountKeys(
            input=INPUT,
            output=OUTPUT,
            total=("llm.token_count.total", "llm.usage.total_tokens"),
            read=("llm.token_count.prompt_details.cache_read", "llm.usage.cache_read_input_tokens"),
            write=("llm.token_count.prompt_details.cache_write", "llm.usage.cache_creation_input_tokens"),
            reasoning=("llm.token_count.completion_details.reasoning", "llm.usage.reasoning_tokens"),
        ),
        provider=("llm.provider", "llm.vendor", "llm.system"),
        request_model=("llm.request.model", "llm.request.model_name", "llm.model_name", "llm.model"),
        response_model=("llm.response.model", "llm.response.model_name", "llm.model_name", "llm.model"),
        response_id=("llm.response.id",),
        cost=(("llm.cost.total",), ("llm.usage.cost",), OPERATION_COST),
        modes=lambda span, model: TESTED,
        infers_calls=True,
    ),
)
