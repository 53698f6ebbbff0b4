"""MLflow tracing. Its attributes are JSON; the roll-ups of a trace are never read."""

from decimal import Decimal

from finops.telemetry.types import Layer
from ingest.carriers import parse_mapping
from ingest.normalise.core.dialect import Attributes, Dialect
from ingest.normalise.core.numbers import BAD_VALUE, count
from ingest.normalise.core.roles import (
    AGENT,
    CHAT,
    EMBEDDINGS,
    OTHER,
    RERANK,
    RETRIEVAL,
    TOOL,
    Gate,
    gate_of_operation,
)
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import PROVABLE, Counts
from ingest.normalise.core.written import cost_in, name_in
from ingest.records import OtlpSpan

TYPE, USAGE, COST = "mlflow.spanType", "mlflow.chat.tokenUsage", "mlflow.llm.cost"
MODEL, PROVIDER = "mlflow.llm.model", "mlflow.llm.provider"
OF_GATEWAY = frozenset({"mlflow.gateway.endpointId", "mlflow.gateway.requestType"})
TYPES = {
    "LLM": CHAT,
    "CHAT_MODEL": CHAT,
    "EMBEDDING": EMBEDDINGS,
    "RERANKER": RERANK,
    "AGENT": AGENT,
    "CHAIN": AGENT,
    "TOOL": TOOL,
    "RETRIEVER": RETRIEVAL,
}
GATES = TYPES | {f'"{name}"': gate for name, gate in TYPES.items()}


def gate(span: OtlpSpan) -> Gate:
    """By type of span, which is written as JSON."""
    kind = span.attributes.get(TYPE)
    if type(kind) is str:
        return GATES.get(kind, OTHER)
    return gate_of_operation(span.attributes) or OTHER


def enrich(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """The usage object of the span."""
    written = attributes.get(USAGE)
    if written is None:
        return counts
    usage = parse_mapping(written)
    if usage is None:
        flags.append(BAD_VALUE)
        return counts
    return Counts(
        input=count(usage, ("input_tokens",), flags),
        output=count(usage, ("output_tokens",), flags),
        total=count(usage, ("total_tokens",), flags),
        read=count(usage, ("cache_read_input_tokens",), flags),
        write=count(usage, ("cache_creation_input_tokens",), flags),
        write_1h=count(usage, ("cache_creation_input_tokens_above_1hr",), flags),
    )


def find_cost(attributes: Attributes, flags: list[str]) -> Decimal | None:
    """The total, or the sum of input and output."""
    return cost_in(attributes.get(COST), flags)


def layer(span: OtlpSpan, of_scope: Layer) -> Layer:
    """MLflow is a gateway too."""
    return of_scope if OF_GATEWAY.isdisjoint(span.attributes) else Layer.GATEWAY


DIALECTS = (
    Dialect(
        name="mlflow",
        rank=23,
        scopes=("mlflow*",),
        markers=frozenset({TYPE, USAGE}),
        gate=gate,
        counts=WILD,
        usage_text=(USAGE,),
        modes=lambda span, model: PROVABLE,
        layer=layer,
        enrich=enrich,
        find_model=lambda attributes: name_in(attributes.get(MODEL)),
        find_provider=lambda attributes: name_in(attributes.get(PROVIDER)),
        find_cost=find_cost,
    ),
)
