"""Microsoft's Agent Framework and Semantic Kernel: whether cached tokens count depends on the provider."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import CHAT, COMPLETION, OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import CONVENTION, TOTAL
from ingest.normalise.core.tokens import PROVABLE
from ingest.records import OtlpSpan

OPERATION = "gen_ai.operation.name"
# Semantic Kernel's own names of operations.
OPERATIONS = {
    "chat.completions": CHAT,
    "chat.streaming_completions": CHAT,
    "text.completions": COMPLETION,
    "text.streaming_completions": COMPLETION,
}


def gate(span: OtlpSpan) -> Gate:
    """By operation; agents repeat the sum of their calls."""
    operation = span.attributes.get(OPERATION)
    known = OPERATIONS.get(operation) if type(operation) is str else None
    return known or gate_of_operation(span.attributes) or OTHER


DIALECTS = (
    Dialect(
        name="agent_framework",
        rank=20,
        scopes=("agent_framework*",),
        gate=gate,
        counts=CONVENTION._replace(total=TOTAL),
        modes=lambda span, model: PROVABLE,
    ),
    Dialect(
        name="semantic_kernel",
        rank=21,
        scopes=("semantic_kernel*", "Microsoft.SemanticKernel*"),
        markers=frozenset({"sk.available_functions"}),
        gate=gate,
        counts=CONVENTION._replace(total=TOTAL),
        modes=lambda span, model: PROVABLE,
        infers_calls=True,
    ),
)
