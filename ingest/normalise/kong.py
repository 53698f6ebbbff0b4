"""Kong's AI gateway, whose scope holds all the spans of the gateway."""

from ingest.normalise.core.dialect import NO_SUMS, Dialect
from ingest.normalise.core.roles import CHAT, OTHER, TOOL, Gate, gate_of_operation
from ingest.normalise.core.semconv import WILD
from ingest.normalise.gateways import as_gateway, by_arithmetic
from ingest.records import OtlpSpan

CACHE = "kong.gen_ai.cache.status"


def gate(span: OtlpSpan) -> Gate:
    """`kong.gen_ai` is a call. A second one, for its tool calls, repeats the usage and the response id."""
    attributes = span.attributes
    if not span.name.startswith("kong.gen_ai") and "gen_ai.operation.name" not in attributes:
        return OTHER
    known = gate_of_operation(attributes)
    if known is None and "gen_ai.tool.name" in attributes and "gen_ai.response.id" not in attributes:
        return TOOL
    return known or (CHAT if "gen_ai.request.model" in attributes else OTHER)


DIALECTS = (
    Dialect(
        name="kong_ai",
        rank=7,
        scopes=("kong*",),
        markers=frozenset(
            {CACHE, "kong.gen_ai.request.mode", "kong.auth.consumer.name", "kong.workspace.name"}
        ),
        gate=gate,
        counts=WILD,
        sum_counts=NO_SUMS,
        modes=by_arithmetic,
        layer=as_gateway,
        cache_hit=CACHE,
    ),
)
