"""Vercel AI SDK 4 to 6 (scope `ai`)."""

from ingest.carriers import dig, parse
from ingest.normalise.core.dialect import Attributes, Dialect
from ingest.normalise.core.numbers import count, text
from ingest.normalise.core.roles import AGENT, CHAT, EMBEDDINGS, OTHER, RERANK, TOOL, Gate
from ingest.normalise.core.tokens import EXCLUSIVE, INCLUSIVE, CountKeys, Counts, Modes
from ingest.records import OtlpSpan, Value

CALLS = {"doGenerate": CHAT, "doStream": CHAT, "doEmbed": EMBEDDINGS, "doRerank": RERANK}
METADATA = "ai.response.providerMetadata"
# Only releases with these details count cached tokens in, whatever the provider's API does.
DETAILS = frozenset(
    {
        "ai.usage.inputTokenDetails.noCacheTokens",
        "ai.usage.inputTokenDetails.cacheReadTokens",
        "ai.usage.inputTokenDetails.cacheWriteTokens",
    }
)


def gate(span: OtlpSpan) -> Gate:
    """Inner spans (`ai.generateText.doGenerate`) are calls, outer ones their sums."""
    operation = span.attributes.get("ai.operationId")
    name = operation if type(operation) is str else span.name
    if not name.startswith("ai."):
        return OTHER
    if name == "ai.toolCall":
        return TOOL
    return CALLS.get(name.rpartition(".")[2], AGENT)


def modes(span: OtlpSpan, model: str) -> Modes:
    """Exclusive before version 6 where the provider's own API is."""
    attributes = span.attributes
    if not DETAILS.isdisjoint(attributes):
        return INCLUSIVE
    provider = text(attributes, ("ai.model.provider", "gen_ai.system")) or ""
    return EXCLUSIVE if provider.startswith("anthropic") or "bedrock" in provider else INCLUSIVE


def enrich(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """Cache writes and their lifetime, which only the provider's own answer holds."""
    written = attributes.get(METADATA)
    if not isinstance(written, str) or "ache" not in written:
        return counts
    metadata = parse(written)
    anthropic, bedrock = dig(metadata, "anthropic"), dig(metadata, "bedrock", "usage")
    usage, lives = dig(anthropic, "usage"), dig(anthropic, "usage", "cache_creation")
    read = _count(usage, "cache_read_input_tokens", flags)
    write = _count(usage, "cache_creation_input_tokens", flags)
    return counts._replace(
        read=_first(counts.read, read, _count(bedrock, "cacheReadInputTokens", flags)),
        write=_first(
            counts.write,
            write,
            _count(anthropic, "cacheCreationInputTokens", flags),
            _count(bedrock, "cacheWriteInputTokens", flags),
        ),
        write_5m=_count(lives, "ephemeral_5m_input_tokens", flags),
        write_1h=_count(lives, "ephemeral_1h_input_tokens", flags),
    )


def find_tier(attributes: Attributes) -> str | None:
    """The tier as the provider's own answer states it."""
    written = attributes.get(METADATA)
    if not isinstance(written, str) or ("serviceTier" not in written and "service_tier" not in written):
        return None
    if '"serviceTier":"default"' in written:
        return "default"
    metadata = parse(written)
    tier = dig(metadata, "openai", "serviceTier") or dig(metadata, "anthropic", "usage", "service_tier")
    return tier if isinstance(tier, str) and len(tier) <= 32 else None


def _count(holder: Value, name: str, flags: list[str]) -> int | None:
    return count({name: dig(holder, name)}, (name,), flags)


def _first(*counts: int | None) -> int | None:
    return next((one for one in counts if one is not None), None)


DIALECTS = (
    Dialect(
        name="vercel_ai",
        rank=15,
        scopes=("ai",),
        markers=frozenset({"ai.operationId", "ai.model.id"}),
        gate=gate,
        counts=CountKeys(
            input=(
                "ai.usage.inputTokens",
                "ai.usage.promptTokens",
                "ai.usage.tokens",
                "gen_ai.usage.input_tokens",
                "gen_ai.usage.prompt_tokens",
            ),
            output=(
                "ai.usage.outputTokens",
                "ai.usage.completionTokens",
                "gen_ai.usage.output_tokens",
                "gen_ai.usage.completion_tokens",
            ),
            total=("ai.usage.totalTokens",),
            read=("ai.usage.inputTokenDetails.cacheReadTokens", "ai.usage.cachedInputTokens"),
            write=("ai.usage.inputTokenDetails.cacheWriteTokens",),
            reasoning=("ai.usage.outputTokenDetails.reasoningTokens", "ai.usage.reasoningTokens"),
        ),
        provider=("ai.model.provider", "gen_ai.system"),
        request_model=("ai.model.id", "gen_ai.request.model"),
        response_model=("ai.response.model", "gen_ai.response.model"),
        response_id=("ai.response.id", "gen_ai.response.id"),
        service_tier=(),
        first_token_s=(),
        first_token_ms=("ai.response.msToFirstChunk", "ai.stream.msToFirstChunk"),
        modes=modes,
        enrich=enrich,
        find_tier=find_tier,
        reads_content=(METADATA,),
    ),
)
