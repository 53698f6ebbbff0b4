"""Genkit: the usage of a model is in the JSON of its answer."""

from ingest.carriers import dig, parse
from ingest.normalise.core.dialect import NO_SUMS, Attributes, Dialect
from ingest.normalise.core.numbers import BAD_VALUE, count, text
from ingest.normalise.core.roles import AGENT, CHAT, EMBEDDINGS, OTHER, RERANK, RETRIEVAL, TOOL, Gate
from ingest.normalise.core.tokens import TESTED, Counts
from ingest.records import OtlpSpan

NAME, OUTPUT, STATE = "genkit:name", "genkit:output", "genkit:state"
KIND = "genkit:metadata:subtype"
KINDS = {
    "model": CHAT,
    "embedder": EMBEDDINGS,
    "reranker": RERANK,
    "retriever": RETRIEVAL,
    "flow": AGENT,
    "agent": AGENT,
}


def gate(span: OtlpSpan) -> Gate:
    """By kind of action; the `generate` around a model repeats its answer."""
    kind = span.attributes.get(KIND)
    if type(kind) is not str:
        return OTHER
    return TOOL if kind.startswith("tool") else KINDS.get(kind, OTHER)


def enrich(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """The usage inside the answer; an answer that is too long to be read says nothing."""
    written = attributes.get(OUTPUT)
    if not isinstance(written, str) or '"usage"' not in written:
        return counts
    usage = dig(parse(written), "usage")
    if not isinstance(usage, dict):
        flags.append(BAD_VALUE)
        return counts
    return Counts(
        input=count(usage, ("inputTokens",), flags),
        output=count(usage, ("outputTokens",), flags),
        total=count(usage, ("totalTokens",), flags),
        read=count(usage, ("cachedContentTokens",), flags),
        reasoning=count(usage, ("thoughtsTokens",), flags),
    )


def find_model(attributes: Attributes) -> str | None:
    """`gemini-2.5-flash` of `googleai/gemini-2.5-flash`."""
    name = text(attributes, (NAME,))
    return name.partition("/")[2] or name if name else None


def find_provider(attributes: Attributes) -> str | None:
    """The plugin: `vertexai` of `vertexai/gemini-2.5-flash`."""
    plugin, slash, _ = (text(attributes, (NAME,)) or "").partition("/")
    return PLUGINS.get(plugin, plugin) if slash else None


PLUGINS = {"googleai": "google", "vertexai": "vertexai", "google-genai": "google"}
DIALECTS = (
    Dialect(
        name="genkit",
        rank=28,
        scopes=("genkit-tracer*",),
        markers=frozenset({KIND}),
        gate=gate,
        counts=NO_SUMS,
        provider=(),
        request_model=(),
        response_model=(),
        modes=lambda span, model: TESTED,
        enrich=enrich,
        find_model=find_model,
        find_provider=find_provider,
        failed=lambda attributes: attributes.get(STATE) == "error",
        reads_content=(OUTPUT,),
    ),
)
