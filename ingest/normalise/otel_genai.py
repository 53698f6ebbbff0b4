"""OpenTelemetry's own instrumentations: `genai-*`, `google_genai`, `openai_v2`, all on util-genai."""

from functools import lru_cache

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import CONVENTION
from ingest.normalise.core.tokens import INCLUSIVE, ZEROS_OMITTED, Modes
from ingest.normalise.core.versions import version_of
from ingest.records import OtlpSpan

# Earlier releases do not report cached tokens at all: what is absent there is unknown, not zero.
REPORTS_CACHE = (1, 3)


def gate(span: OtlpSpan) -> Gate:
    """By operation."""
    return gate_of_operation(span.attributes) or OTHER


def modes(span: OtlpSpan, model: str) -> Modes:
    """Inclusive; counts of zero are left out."""
    return _modes(span.origin.scope_version)


@lru_cache(maxsize=1024)
def _modes(version: str) -> Modes:
    return ZEROS_OMITTED if version_of(version) >= REPORTS_CACHE else INCLUSIVE


DIALECTS = (
    Dialect(
        name="otel_genai",
        rank=25,
        scopes=(
            "opentelemetry.instrumentation.genai.*",
            "opentelemetry.instrumentation.google_genai*",
            "opentelemetry.util.genai*",
        ),
        gate=gate,
        counts=CONVENTION,
        modes=modes,
    ),
    Dialect(
        name="otel_openai_v2",
        rank=26,
        scopes=("opentelemetry.instrumentation.openai_v2*",),
        gate=gate,
        counts=CONVENTION,
    ),
)
