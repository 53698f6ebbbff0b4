"""From a span and its dialect to what the ledger needs."""

from finops.prices.types import Usage
from finops.telemetry.types import Layer, Role, SpanStatus
from ingest.normalise.core.dialect import Dialect, emitted_cost
from ingest.normalise.core.identity import (
    known_provider,
    models,
    provider,
    region,
    service_tier,
)
from ingest.normalise.core.numbers import is_hit, nanoseconds, text
from ingest.normalise.core.roles import WITHOUT_USAGE, Gate
from ingest.normalise.core.tokens import CountReader, OutputMode, to_usage
from ingest.records import LlmUsage, Normalised, OtlpSpan

# Looking up a member of an enumeration costs as much as the rest of a comparison.
MODEL_CALL, AGGREGATE, ENGINE, OTHER = Role.MODEL_CALL, Role.AGGREGATE, Role.ENGINE, Role.OTHER
ERROR = SpanStatus.ERROR
SECOND_NS, MILLISECOND_NS = 10**9, 10**6
WRITES_NOTHING = frozenset({"embeddings", "rerank"})  # operations without output, which few emitters say
FIRST_CHUNK_EVENTS = frozenset(
    {
        "gen_ai.content.completion.chunk",
        "llm.content.completion.chunk",
        "First Token Stream Event",
        "ai.stream.firstChunk",
    }
)


class Reader:
    """A dialect made ready for the spans of one scope."""

    __slots__ = ("_call_counts", "_sum_counts", "_usage_keys", "dialect", "layer")

    def __init__(self, dialect: Dialect, layer: Layer) -> None:
        self.dialect = dialect
        self.layer = layer
        sums = dialect.sum_counts or dialect.counts
        self._call_counts = CountReader(dialect.counts)
        self._sum_counts = CountReader(sums)
        self._usage_keys = frozenset(sums.input + sums.output + dialect.usage_text)

    def normalise(self, span: OtlpSpan) -> Normalised:
        """The role of a span and, when it meters something, its usage."""
        gate = self.dialect.gate(span)
        role = gate.role
        if role is not MODEL_CALL and role is not ENGINE:
            if self._usage_keys.isdisjoint(span.attributes):
                return WITHOUT_USAGE[role]
            role = self._role_with_usage(span, role)
        return self._metered(span, gate, role)

    def _role_with_usage(self, span: OtlpSpan, role: Role) -> Role:
        """Usage on what is no call is the sum of what is below it, or a call in disguise."""
        dialect, attributes = self.dialect, span.attributes
        named = text(attributes, dialect.request_model) or text(attributes, dialect.response_model)
        return MODEL_CALL if dialect.infers_calls and role is OTHER and named else AGGREGATE

    def _metered(self, span: OtlpSpan, gate: Gate, role: Role) -> Normalised:
        dialect, attributes = self.dialect, span.attributes
        flags: list[str] = []
        request_model, response_model = models(attributes, dialect)
        usage = self._usage(span, role, response_model or "", flags)
        if (
            gate.operation in WRITES_NOTHING
            and usage.input_tokens is not None
            and usage.output_tokens is None
        ):
            usage = usage._replace(output_tokens=0)
        is_error = span.status == ERROR or bool(attributes.get("error.type"))
        if dialect.failed is not None and dialect.failed(attributes):
            is_error = True
        if usage.input_tokens is None and usage.output_tokens is None:
            if role is AGGREGATE or attributes.get("logfire.span_type") == "pending_span":
                return WITHOUT_USAGE[OTHER if role is MODEL_CALL else gate.role]
            flags += _missing(span, is_error)
        host = text(attributes, dialect.host)
        record = LlmUsage(
            role,
            dialect.layer(span, self.layer) if dialect.layer is not None else self.layer,
            dialect.name,
            gate.operation,
            known_provider(provider(attributes, dialect), host, response_model),
            request_model,
            response_model,
            text(attributes, dialect.response_id),
            service_tier(attributes, dialect),
            region(span, host),
            usage,
            is_error,
            _first_token(span, dialect),
            emitted_cost(attributes, dialect, flags),
            dialect.cache_hit is not None and is_hit(attributes.get(dialect.cache_hit)),
            role is AGGREGATE and dialect.cumulative is not None and dialect.cumulative(span),
            gate.billable,
            tuple(dict.fromkeys(flags)) if flags else (),
        )
        return Normalised(role, record)

    def _usage(self, span: OtlpSpan, role: Role, model: str, flags: list[str]) -> Usage:
        dialect = self.dialect
        reader = self._sum_counts if role is AGGREGATE else self._call_counts
        counts = reader.read(span.attributes, flags)
        if dialect.enrich is not None:
            counts = dialect.enrich(span.attributes, counts, flags)
        modes = dialect.modes(span, model)
        if modes.output is OutputMode.INCLUSIVE and "grok" in model:
            # xAI's own API leaves reasoning out of the output; some instrumentations copy it as it is.
            modes = modes._replace(output=OutputMode.TESTED)
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
    if dialect.find_first_token is not None:
        return dialect.find_first_token(span)
    for event in span.events:
        if event.name in FIRST_CHUNK_EVENTS:
            return event.time_ns - span.start_ns if span.start_ns <= event.time_ns <= span.end_ns else None
    return None
