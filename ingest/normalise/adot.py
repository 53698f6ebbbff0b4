"""The instrumentations that Amazon's OpenTelemetry distribution brings itself."""

from functools import lru_cache

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import CONVENTION
from ingest.normalise.core.tokens import EXCLUSIVE, INCLUSIVE, PROVABLE, Modes
from ingest.records import OtlpSpan

PREFIX = "amazon.opentelemetry.distro.instrumentation."


def gate(span: OtlpSpan) -> Gate:
    """By operation."""
    return gate_of_operation(span.attributes) or OTHER


def modes(span: OtlpSpan, model: str) -> Modes:
    """LlamaIndex copies what the provider counts; CrewAI what its own summary does."""
    library = _library(span.origin.scope_name)
    if library == "llama_index":
        return EXCLUSIVE if "claude" in model else INCLUSIVE
    return PROVABLE if library == "crewai" else INCLUSIVE


@lru_cache(maxsize=1024)
def _library(scope_name: str) -> str:
    return scope_name.removeprefix(PREFIX).partition(".")[0]


DIALECTS = (
    Dialect(
        name="adot",
        rank=24.2,
        scopes=(PREFIX + "*",),
        gate=gate,
        counts=CONVENTION,
        modes=modes,
    ),
)
