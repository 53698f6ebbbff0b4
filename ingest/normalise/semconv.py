"""Fallback: any emitter that uses names of the GenAI semantic conventions."""

from ingest.normalise.core.dialect import OPERATION_COST, Dialect
from ingest.normalise.core.roles import OTHER, TOOL, Gate, gate_of_operation, gate_of_request_type
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import TESTED
from ingest.records import OtlpSpan


def gate(span: OtlpSpan) -> Gate:
    """By operation; a span that names none may still be a call or a tool."""
    attributes = span.attributes
    return (
        gate_of_operation(attributes)
        or gate_of_request_type(attributes)
        or (TOOL if "gen_ai.tool.name" in attributes else OTHER)
    )


DIALECTS = (
    Dialect(
        name="semconv",
        rank=29,
        markers=frozenset(
            {
                "gen_ai.operation.name",
                "gen_ai.request.model",
                "gen_ai.response.model",
                "gen_ai.tool.name",
                "gen_ai.usage.completion_tokens",
                "gen_ai.usage.input_tokens",
                "gen_ai.usage.output_tokens",
                "gen_ai.usage.prompt_tokens",
            }
        ),
        gate=gate,
        counts=WILD,
        provider=("gen_ai.provider.name", "gen_ai.system", "gen_ai.model.provider"),
        host=("server.address", "gen_ai.openai.api_base"),
        request_model=("gen_ai.original.model", "gen_ai.request.model"),
        response_model=("gen_ai.response.model", "gen_ai.request.model"),
        cost=(
            ("gen_ai.usage.total_cost",),
            ("gen_ai.usage.input_cost", "gen_ai.usage.output_cost"),
            ("gen_ai.usage.cost",),
            OPERATION_COST,
        ),
        states_zero_cost=False,
        first_token_s=("gen_ai.response.time_to_first_chunk", "gen_ai.server.time_to_first_token"),
        modes=lambda span, model: TESTED,
        infers_calls=True,
    ),
)
