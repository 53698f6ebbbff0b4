"""Vercel AI SDK 7 (scope `gen_ai`): only the innermost spans are calls."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import CONVENTION
from ingest.normalise.vercel_ai import METADATA, enrich, find_tier
from ingest.records import OtlpSpan


def gate(span: OtlpSpan) -> Gate:
    """By operation; an outer `embeddings` or `rerank` gives way to the one inside it."""
    return gate_of_operation(span.attributes) or OTHER


DIALECTS = (
    Dialect(
        name="vercel_v7",
        rank=14,
        scopes=("gen_ai",),
        gate=gate,
        counts=CONVENTION,
        enrich=enrich,
        find_tier=find_tier,
        reads_content=(METADATA,),
    ),
)
