"""LiteLLM, as SDK and as proxy, both generations of its spans."""

from finops.telemetry.types import Layer, Role
from ingest.carriers import dig, parse_mapping
from ingest.normalise.core.dialect import OPERATION_COST, Attributes, Dialect
from ingest.normalise.core.numbers import BAD_VALUE, count, text
from ingest.normalise.core.roles import OTHER, Gate, gate_of_operation, gate_of_request_type
from ingest.normalise.core.semconv import CONVENTION, TOTAL
from ingest.normalise.core.tokens import Counts
from ingest.records import OtlpSpan

SERVER = 2  # OTLP SpanKind
CALL = Role.MODEL_CALL
# Only the proxy knows keys, teams and routes; the SDK leaves them empty.
OF_PROXY = (
    "metadata.user_api_key_hash",
    "litellm.api_key.hash",
    "litellm.team.id",
    "litellm.request.route",
    "http.route",
)
USAGE_OBJECT = "metadata.usage_object"
CACHE_READ = ("cached_tokens", "cache_read_input_tokens")
CACHE_WRITE = ("cache_creation_input_tokens", "cache_write_tokens", "cache_creation_tokens")
PROMPT, COMPLETION = "prompt_tokens_details", "completion_tokens_details"
NOTHING: Attributes = {}


def gate(span: OtlpSpan) -> Gate:
    """A call names its model. Beside it: auth, database, guardrails, and a raw request without usage."""
    attributes = span.attributes
    known = gate_of_operation(attributes) or gate_of_request_type(attributes) or OTHER
    if span.name == "raw_gen_ai_request" or "gen_ai.request.model" not in attributes:
        return OTHER if known.role is CALL else known
    return known


def layer(span: OtlpSpan, of_scope: Layer) -> Layer:
    """The proxy is a gateway, the SDK a framework."""
    if span.kind == SERVER:
        return Layer.GATEWAY
    get = span.attributes.get
    for key in OF_PROXY:
        if get(key):
            return Layer.GATEWAY
    return of_scope


def enrich(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """Cached, audio and reasoning tokens, which only the copy of the usage object holds."""
    written = attributes.get(USAGE_OBJECT)
    if not written or counts.input is None or counts.read is not None or counts.write is not None:
        return counts
    usage = parse_mapping(written)
    if usage is None:
        flags.append(BAD_VALUE)
        return counts
    prompt, completion = _inner(usage, PROMPT), _inner(usage, COMPLETION)
    lives = _inner(prompt, "cache_creation_token_details")
    cache = {**usage, **prompt}
    return counts._replace(
        read=count(cache, CACHE_READ, flags),
        write=count(cache, CACHE_WRITE, flags),
        write_5m=count(lives, ("ephemeral_5m_input_tokens",), flags),
        write_1h=count(lives, ("ephemeral_1h_input_tokens",), flags),
        reasoning=count(completion, ("reasoning_tokens",), flags),
        input_audio=count(prompt, ("audio_tokens",), flags),
        output_audio=count(completion, ("audio_tokens",), flags),
    )


def find_provider(attributes: Attributes) -> str | None:
    """The prefix of `openai/gpt-4o`."""
    prefix, slash, _ = (text(attributes, ("litellm.provider.model",)) or "").partition("/")
    return prefix if slash else None


def _inner(outer: Attributes, name: str) -> Attributes:
    inner = dig(outer, name)
    return inner if isinstance(inner, dict) else NOTHING


DIALECTS = (
    Dialect(
        name="litellm",
        rank=5,
        scopes=("litellm*",),
        markers=frozenset({"litellm.call_id"}),
        gate=gate,
        counts=CONVENTION._replace(total=TOTAL),
        response_model=("gen_ai.response.model", "litellm.provider.model"),
        cost=(("litellm.cost.total",), ("gen_ai.cost.total_cost",), OPERATION_COST),
        first_token_s=("gen_ai.response.time_to_first_chunk", "gen_ai.server.time_to_first_token"),
        layer=layer,
        enrich=enrich,
        find_provider=find_provider,
        cache_hit="litellm.cache_hit",
        infers_calls=True,
    ),
)
