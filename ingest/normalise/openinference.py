"""OpenInference (Arize), its Python and JavaScript instrumentations."""

from functools import lru_cache

from ingest.carriers import clean, dig, parse
from ingest.normalise.core.dialect import OPERATION_COST, Attributes, Dialect
from ingest.normalise.core.numbers import MAX_TEXT
from ingest.normalise.core.roles import (
    AGENT,
    CHAT,
    EMBEDDINGS,
    OTHER,
    OTHER_CALL,
    RERANK,
    RETRIEVAL,
    TOOL,
    Gate,
    gate_of_operation,
)
from ingest.normalise.core.tokens import (
    EXCLUSIVE,
    INCLUSIVE,
    CountKeys,
    InputMode,
    Modes,
    OutputMode,
)
from ingest.normalise.core.versions import version_of
from ingest.records import OtlpSpan

PARAMETERS = "llm.invocation_parameters"
PYTHON, JAVASCRIPT = "openinference.instrumentation.", "@arizeai/openinference-instrumentation-"
KINDS = {
    "LLM": CHAT,
    "EMBEDDING": EMBEDDINGS,
    "RERANKER": RERANK,
    "AGENT": AGENT,
    "CHAIN": AGENT,
    "TOOL": TOOL,
    "RETRIEVER": RETRIEVAL,
}
EXCLUSIVE_OWN_TOTAL = Modes(InputMode.EXCLUSIVE, own_total=True)
GEMINI_BY_TOTAL = Modes(output=OutputMode.TESTED)
MODES = {
    PYTHON + "claude_agent_sdk": EXCLUSIVE_OWN_TOTAL,
    PYTHON + "vertexai": Modes(output=OutputMode.RESIDUAL),
    PYTHON + "langchain": GEMINI_BY_TOTAL,
    PYTHON + "llama_index": GEMINI_BY_TOTAL,
    JAVASCRIPT + "claude-agent-sdk": EXCLUSIVE_OWN_TOTAL._replace(flags=("cache_lost",)),
    JAVASCRIPT + "anthropic": EXCLUSIVE._replace(flags=("cache_lost",)),
    JAVASCRIPT + "bedrock": Modes(InputMode.HIDDEN_CACHE),
}
ANTHROPIC_INCLUSIVE_SINCE = (0, 1, 14)
DECISION_COUNTS = ("decision.token_count.input", "decision.token_count.output")
PROMPT_DETAILS, COMPLETION_DETAILS = "llm.token_count.prompt_details.", "llm.token_count.completion_details."


def gate(span: OtlpSpan) -> Gate:
    """By span kind."""
    attributes = span.attributes
    kind = attributes.get("openinference.span.kind")
    if type(kind) is not str:
        return gate_of_operation(attributes) or OTHER
    if kind == "DECISION":
        return OTHER_CALL if any(key in attributes for key in DECISION_COUNTS) else OTHER
    return KINDS.get(kind.upper(), OTHER)


def modes(span: OtlpSpan, model: str) -> Modes:
    """By package, and for Bedrock by the API called."""
    origin = span.origin
    if origin.scope_name == PYTHON + "bedrock":
        claude = "invoke_model" in span.name and ("claude" in model or "anthropic" in model)
        return INCLUSIVE if claude else EXCLUSIVE
    return _modes(origin.scope_name, origin.scope_version)


@lru_cache(maxsize=1024)
def _modes(scope_name: str, version: str) -> Modes:
    known = version_of(version)
    if scope_name == PYTHON + "anthropic" and known and known < ANTHROPIC_INCLUSIVE_SINCE:
        return EXCLUSIVE
    return MODES.get(scope_name, INCLUSIVE)


def find_model(attributes: Attributes) -> str | None:
    """The model asked for: a failed call names it only among its parameters."""
    parameters = parse(attributes.get(PARAMETERS))
    model = dig(parameters, "model") or dig(parameters, "model_name")
    return clean(model) or None if isinstance(model, str) and len(model) <= MAX_TEXT else None


def cumulative(span: OtlpSpan) -> bool:
    """CrewAI hands over a running total."""
    return span.origin.scope_name == PYTHON + "crewai"


COUNTS = CountKeys(
    input=("llm.token_count.prompt", DECISION_COUNTS[0]),
    output=("llm.token_count.completion", DECISION_COUNTS[1]),
    total=("llm.token_count.total",),
    read=(PROMPT_DETAILS + "cache_read", PROMPT_DETAILS + "cache_input"),
    write=(PROMPT_DETAILS + "cache_write",),
    reasoning=(COMPLETION_DETAILS + "reasoning",),
    input_audio=(PROMPT_DETAILS + "audio",),
    output_audio=(COMPLETION_DETAILS + "audio",),
)
MODELS = ("llm.model_name", "embedding.model_name", "reranker.model_name", "decision.model_name")


def dialect(
    name: str, rank: float, scopes: tuple[str, ...], counts: CountKeys, markers: frozenset[str]
) -> Dialect:
    """OpenInference for these scopes."""
    return Dialect(
        name=name,
        rank=rank,
        scopes=scopes,
        markers=markers,
        gate=gate,
        counts=counts,
        provider=("llm.provider", "decision.provider", "llm.system", "decision.system"),
        host=(),
        request_model=("llm.request.model_name", "decision.request.model_name", *MODELS),
        response_model=("llm.response.model_name", "decision.response.model_name", *MODELS),
        response_id=("llm.response.id", "gen_ai.response.id"),
        service_tier=(),
        cost=(("llm.cost.total",), ("llm.cost.prompt", "llm.cost.completion"), OPERATION_COST),
        first_token_s=(),
        modes=modes,
        find_model=find_model,
        reads_content=(PARAMETERS,),
        cumulative=cumulative,
    )


DIALECTS = (
    # It writes text tokens under the name of cached ones.
    dialect(
        "openinference_litellm",
        12,
        (PYTHON + "litellm",),
        COUNTS._replace(read=(PROMPT_DETAILS + "cache_read",)),
        frozenset(),
    ),
    dialect(
        "openinference",
        13,
        ("openinference.instrumentation*", "@arizeai/openinference*"),
        COUNTS,
        frozenset({"openinference.span.kind"}),
    ),
)
