"""The spans that Anthropic's own SDK emits as soon as a tracer provider exists."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import FREE, OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import CONVENTION
from ingest.records import OtlpSpan


def gate(span: OtlpSpan) -> Gate:
    """By operation; counting tokens is free."""
    route = span.attributes.get("http.route")
    if isinstance(route, str) and route.endswith("/count_tokens"):
        return FREE
    return gate_of_operation(span.attributes) or OTHER


DIALECTS = (
    Dialect(
        name="anthropic_sdk",
        rank=24.5,
        scopes=("com.anthropic.sdk*",),
        gate=gate,
        counts=CONVENTION._replace(
            write_5m=("anthropic.usage.cache_creation.ephemeral_5m_input_tokens",),
            write_1h=("anthropic.usage.cache_creation.ephemeral_1h_input_tokens",),
        ),
        service_tier=("anthropic.response.service_tier",),
    ),
)
