"""From a span and its dialect to what the ledger needs."""

from finops.prices.matching import canonical_provider
from finops.prices.types import Usage
from finops.telemetry.types import Layer, Role
from ingest.normalise.core.dialect import Dialect, emitted_cost
from ingest.normalise.core.identity import models, provider, region, service_tier
from ingest.normalise.core.numbers import nanoseconds, text, truth
from ingest.normalise.core.roles import WITHOUT_USAGE, Gate
from ingest.normalise.core.tokens import Counts, OutputMode, to_usage
from ingest.records import LlmUsage, Normalised, OtlpSpan

MODEL_CALL, AGGREGATE, ENGINE, OTHER = Role.MODEL_CALL, Role.AGGREGATE, Role.ENGINE, Role.OTHER
SECOND_NS, MILLISECOND_NS = 10**9, 10**6
FIRST_CHUNK_EVENTS = frozenset(
    {
        "gen_ai.content.completion.chunk",
        "llm.content.completion.chunk",
        "First Token Stream Event",
        "ai.stream.firstChunk",
    }
)


def read(span: OtlpSpan, dialect: Dialect, usage_keys: frozenset[str], layer: Layer) -> Normalised:
    """The role of a span and, when it meters something, its usage."""
    gate = dialect.gate(span)
    role = gate.role
    if role is MODEL_CALL or role is ENGINE:
        return _metered(span, dialect, gate, role, layer)
    if usage_keys.isdisjoint(span.attributes):
        return WITHOUT_USAGE[role]
    return _summed(span, dialect, gate, layer)


def _summed(span: OtlpSpan, dialect: Dialect, gate: Gate, layer: Layer) -> Normalised:
    """A span that is no call but reports usage: the sum of what is below it, or a call in disguise."""
    attributes = span.attributes
    flags: list[str] = []
    counts = dialect.counts.read_counts(attributes, flags)
    if counts.input is None and counts.output is None:
        return WITHOUT_USAGE[gate.role]
    named = text(attributes, dialect.request_model) or text(attributes, dialect.response_model)
    call = dialect.infers_calls and gate.role is OTHER and named
    return _metered(span, dialect, gate, MODEL_CALL if call else AGGREGATE, layer)


def _metered(span: OtlpSpan, dialect: Dialect, gate: Gate, role: Role, layer: Layer) -> Normalised:
    attributes = span.attributes
    flags: list[str] = []
    counts = dialect.counts.read_counts(attributes, flags)
    if dialect.enrich is not None:
        counts = dialect.enrich(attributes, counts, flags)
    request_model, response_model = models(attributes, dialect)
    usage = _usage(span, dialect, counts, response_model or "", flags)
    is_error = span.status == 2 or bool(attributes.get("error.type"))
    if role is MODEL_CALL and usage.input_tokens is None and usage.output_tokens is None:
        if attributes.get("logfire.span_type") == "pending_span":
            return WITHOUT_USAGE[OTHER]
        flags += _missing(span, is_error)
    host = text(attributes, dialect.host)
    cumulative = role is AGGREGATE and dialect.cumulative is not None and dialect.cumulative(span)
    return Normalised(
        role,
        LlmUsage(
            role,
            dialect.layer(span, layer) if dialect.layer is not None else layer,
            dialect.name,
            gate.operation,
            canonical_provider(provider(attributes, dialect), host, response_model),
            request_model,
            response_model,
            text(attributes, dialect.response_id),
            service_tier(attributes, dialect),
            region(span, host),
            usage,
            is_error,
            _first_token(span, dialect),
            emitted_cost(attributes, dialect.cost, flags),
            dialect.cache_hit is not None and truth(attributes.get(dialect.cache_hit)),
            cumulative,
            gate.billable,
            tuple(dict.fromkeys(flags)) if flags else (),
        ),
    )


def _usage(span: OtlpSpan, dialect: Dialect, counts: Counts, model: str, flags: list[str]) -> Usage:
    modes = dialect.modes(span, model)
    google = modes.output is OutputMode.TESTED and "gemini" in model.lower()
    usage = to_usage(counts, modes, google, flags)
    if usage.cache_read_tokens is None and usage.output_tokens is not None:
        flags.append("cache_unknown")
    return usage


def _missing(span: OtlpSpan, is_error: bool) -> list[str]:
    if span.dropped_attributes:
        return ["usage_missing_truncated"]
    if not is_error:
        return ["usage_missing"]
    # It failed after the first tokens had come: providers bill those, and nobody says how many.
    return ["aborted_unknown"] if any(event.name in FIRST_CHUNK_EVENTS for event in span.events) else []


def _first_token(span: OtlpSpan, dialect: Dialect) -> int | None:
    """Nanoseconds to the first token."""
    attributes = span.attributes
    for key in dialect.first_token_s:
        if key in attributes:
            return nanoseconds(attributes[key], SECOND_NS)
    for key in dialect.first_token_ms:
        if key in attributes:
            return nanoseconds(attributes[key], MILLISECOND_NS)
    for event in span.events:
        if event.name in FIRST_CHUNK_EVENTS:
            return event.time_ns - span.start_ns if span.start_ns <= event.time_ns <= span.end_ns else None
    return None
