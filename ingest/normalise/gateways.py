"""Gateways that follow the conventions: Portkey, OpenRouter and Cloudflare."""

from finops.telemetry.types import Layer
from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import CHAT, OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import TESTED, Modes
from ingest.records import OtlpSpan

MODEL, USAGE = "gen_ai.request.model", "gen_ai.usage."


def gate(span: OtlpSpan) -> Gate:
    """By operation; one that names a model and no operation is a chat."""
    attributes = span.attributes
    return gate_of_operation(attributes) or (CHAT if MODEL in attributes else OTHER)


def as_gateway(span: OtlpSpan, of_scope: Layer) -> Layer:
    """Above everything else that saw the call."""
    return Layer.GATEWAY


def by_arithmetic(span: OtlpSpan, model: str) -> Modes:
    """Nobody documents whether they count cached tokens in."""
    return TESTED


DIALECTS = (
    Dialect(
        name="portkey",
        rank=8,
        scopes=("custom.genai.instrumentation*",),
        gate=gate,
        counts=WILD,
        modes=by_arithmetic,
        layer=as_gateway,
    ),
    Dialect(
        name="openrouter",
        rank=9,
        scopes=("openrouter*",),
        markers=frozenset({"openrouter.source"}),
        gate=gate,
        counts=WILD,
        cost=((USAGE + "total_cost",), (USAGE + "input_cost", USAGE + "output_cost"), (USAGE + "cost",)),
        layer=as_gateway,
    ),
    Dialect(
        name="cloudflare_aig",
        rank=10,
        markers=frozenset({"gen_ai.model.provider", "gen_ai.prompt_json", "gen_ai.completion_json"}),
        gate=gate,
        counts=WILD,
        provider=("gen_ai.model.provider", "gen_ai.provider.name", "gen_ai.system"),
        cost=((USAGE + "cost",),),
        states_zero_cost=False,
        modes=by_arithmetic,
        layer=as_gateway,
    ),
)
