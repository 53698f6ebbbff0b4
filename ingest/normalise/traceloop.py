"""Traceloop (OpenLLMetry)."""

from functools import lru_cache

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import AGENT, OTHER, TOOL, Gate, gate_of_operation, gate_of_request_type
from ingest.normalise.core.semconv import INPUT, OUTPUT, READ, REASONING, TOTAL, WRITE
from ingest.normalise.core.tokens import (
    EXCLUSIVE,
    INCLUSIVE,
    TESTED,
    CountKeys,
    InputMode,
    Modes,
    OutputMode,
)
from ingest.records import OtlpSpan

PREFIX = "opentelemetry.instrumentation."
LIBRARIES = (
    "agno", "alephalpha", "anthropic", "bedrock", "chromadb", "cohere", "crewai", "google_generativeai",
    "groq", "haystack", "lancedb", "langchain", "llamaindex", "marqo", "mcp", "milvus", "mistralai",
    "ollama", "openai", "openai_agents", "pinecone", "qdrant", "replicate", "sagemaker", "together",
    "transformers", "vertexai", "voyageai", "watsonx", "weaviate", "writer",
)  # fmt: skip
MODES = {
    "openai": INCLUSIVE,
    "anthropic": INCLUSIVE,
    "langchain": INCLUSIVE,
    # Its total is input plus output, so it cannot reveal that cached tokens are left out.
    "bedrock": Modes(InputMode.EXCLUSIVE, own_total=True),
    "google_generativeai": Modes(output=OutputMode.RESIDUAL),
    "vertexai": Modes(output=OutputMode.RESIDUAL),
}


def gate(span: OtlpSpan) -> Gate:
    """Spans of decorators name their kind; the rest are calls by operation or request type."""
    attributes = span.attributes
    kind = attributes.get("traceloop.span.kind")
    if kind is not None and "llm.request.type" not in attributes:
        return TOOL if kind == "tool" else AGENT
    return gate_of_operation(attributes) or gate_of_request_type(attributes) or OTHER


def modes(span: OtlpSpan, model: str) -> Modes:
    """By library, and for LlamaIndex by model."""
    library = _library(span.origin.scope_name)
    if library == "llamaindex" and "claude" in model:
        return EXCLUSIVE
    return MODES.get(library, TESTED)


def cumulative(span: OtlpSpan) -> bool:
    """CrewAI hands over a running total."""
    return _library(span.origin.scope_name) == "crewai"


@lru_cache(maxsize=1024)
def _library(scope_name: str) -> str:
    return scope_name.removeprefix(PREFIX).partition(".")[0]


DIALECTS = (
    Dialect(
        name="traceloop",
        rank=27,
        scopes=(
            "traceloop.*",
            "@traceloop/*",
            *[PREFIX + library for library in LIBRARIES],
            *[PREFIX + library + ".*" for library in LIBRARIES],
        ),
        markers=frozenset({"traceloop.span.kind", "llm.request.type"}),
        gate=gate,
        counts=CountKeys(
            input=INPUT,
            output=OUTPUT,
            total=TOTAL,
            read=(*READ, "gen_ai.usage.cache_read_input_tokens"),
            write=(
                "gen_ai.usage.cache_creation.input_tokens",
                WRITE[0],
                "gen_ai.usage.cache_creation_input_tokens",
            ),
            reasoning=("gen_ai.usage.reasoning_tokens", *REASONING, "llm.usage.reasoning_tokens"),
        ),
        host=("gen_ai.openai.api_base", "server.address"),
        modes=modes,
        infers_calls=True,
        cumulative=cumulative,
    ),
)
