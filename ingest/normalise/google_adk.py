"""Google's Agent Development Kit."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import CHAT, OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import CONVENTION
from ingest.records import OtlpSpan

PREFIX = "gcp.vertex.agent."


def gate(span: OtlpSpan) -> Gate:
    """`call_llm` is a call, and so is the `generate_content` inside it, which then counts."""
    if span.name == "call_llm":
        return CHAT
    return gate_of_operation(span.attributes) or OTHER


DIALECTS = (
    Dialect(
        name="google_adk",
        rank=18,
        scopes=("gcp.vertex.agent*",),
        markers=frozenset(
            {
                PREFIX + "event_id",
                PREFIX + "invocation_id",
                PREFIX + "llm_request",
                PREFIX + "session_id",
            }
        ),
        gate=gate,
        counts=CONVENTION,
    ),
)
