"""Langfuse's SDKs, from version 3 on: usage and cost are JSON, in buckets that do not overlap."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ingest.carriers import parse_mapping
from ingest.normalise.core.dialect import NO_SUMS, Attributes, Dialect
from ingest.normalise.core.numbers import BAD_VALUE, count
from ingest.normalise.core.raw_usage import bounded, is_raw, raw_counts
from ingest.normalise.core.roles import (
    AGENT,
    CHAT,
    EMBEDDINGS,
    OTHER,
    RETRIEVAL,
    TOOL,
    Gate,
    gate_of_operation,
)
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import INCLUSIVE, TESTED, Counts, Modes
from ingest.normalise.core.written import MAX_PARTS, cost_in, name_in
from ingest.records import OtlpSpan

OBSERVATION = "langfuse.observation."
TYPE, MODEL = OBSERVATION + "type", OBSERVATION + "model.name"
USAGE, COST = OBSERVATION + "usage_details", OBSERVATION + "cost_details"
LEVEL, FIRST_TOKEN = OBSERVATION + "level", OBSERVATION + "completion_start_time"
EXPERIMENT = "langfuse.experiment.id"
TYPES = {
    "generation": CHAT,
    "embedding": EMBEDDINGS,
    "agent": AGENT,
    "chain": AGENT,
    "tool": TOOL,
    "retriever": RETRIEVAL,
}
# Buckets that are a part we know. Every other one only adds to the input or output it is named after.
PARTS = {
    "input_cached_tokens": "read",
    "input_cache_read": "read",
    "cache_read_input_tokens": "read",
    "input_cache_creation": "write",
    "cache_creation_input_tokens": "write",
    "input_cache_creation_5m": "write_5m",
    "input_cache_creation_1h": "write_1h",
    "output_reasoning_tokens": "reasoning",
    "output_reasoning": "reasoning",
    "input_audio_tokens": "input_audio",
    "input_audio": "input_audio",
    "output_audio_tokens": "output_audio",
    "output_audio": "output_audio",
}
WRITES = ("write", "write_5m", "write_1h")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def gate(span: OtlpSpan) -> Gate:
    """By type of observation; without one, a named model makes a call."""
    attributes = span.attributes
    kind = attributes.get(TYPE)
    if type(kind) is str:
        return TYPES.get(kind.lower(), OTHER)
    return CHAT if MODEL in attributes else gate_of_operation(attributes) or OTHER


def modes(span: OtlpSpan, model: str) -> Modes:
    """What is read from the usage object is inclusive already."""
    attributes = span.attributes
    found = INCLUSIVE if USAGE in attributes else TESTED
    return found._replace(flags=("evaluation",)) if EXPERIMENT in attributes else found


def enrich(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """The usage object: a provider's own, or buckets."""
    written = attributes.get(USAGE)
    if written is None:
        return counts
    usage = parse_mapping(written)
    if usage is None or len(usage) > MAX_PARTS:
        flags.append(BAD_VALUE)
        return counts
    return raw_counts(usage, flags) if is_raw(usage) else _bucket_counts(usage, flags)


def _bucket_counts(usage: Attributes, flags: list[str]) -> Counts:
    """Totals are sums, because no token is in two buckets."""
    sides: dict[str, int] = {}
    parts: dict[str, int] = {}
    for name in usage:
        side = _side(name)
        tokens = count(usage, (name,), flags) if side else None
        if tokens is not None:
            sides[side] = sides.get(side, 0) + tokens
            if name in PARTS:
                parts[PARTS[name]] = parts.get(PARTS[name], 0) + tokens
    if not parts.keys().isdisjoint(WRITES):
        parts["write"] = sum(parts.get(part, 0) for part in WRITES)
    totals = {side: bounded(tokens, flags) for side, tokens in sides.items()}
    return Counts(**totals, **parts)


def _side(name: str) -> str:
    if name.startswith(("input", "cache_")):
        return "input"
    return "output" if name.startswith("output") else ""


def find_cost(attributes: Attributes, flags: list[str]) -> Decimal | None:
    """The total of the costs, or their sum."""
    return cost_in(attributes.get(COST), flags)


def find_first_token(span: OtlpSpan) -> int | None:
    """From the start of the span to the moment it names."""
    written = name_in(span.attributes.get(FIRST_TOKEN))
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
        since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - EPOCH
    except (ValueError, OverflowError):
        return None
    at_ns = since // MICROSECOND * 1000
    return at_ns - span.start_ns if span.start_ns <= at_ns <= span.end_ns else None


DIALECTS = (
    Dialect(
        name="langfuse",
        rank=4,
        scopes=("langfuse-sdk*",),
        markers=frozenset({TYPE, MODEL, USAGE, COST}),
        gate=gate,
        counts=WILD,
        sum_counts=NO_SUMS,
        request_model=(MODEL, "gen_ai.request.model"),
        response_model=(MODEL, "gen_ai.response.model"),
        modes=modes,
        enrich=enrich,
        find_cost=find_cost,
        find_first_token=find_first_token,
        failed=lambda attributes: attributes.get(LEVEL) == "ERROR",
    ),
)
