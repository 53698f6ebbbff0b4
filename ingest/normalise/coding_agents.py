"""The spans of coding agents. Their logs and metrics say the same again."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import AGENT, CHAT, OTHER, TOOL, Gate, gate_of_operation
from ingest.normalise.core.semconv import CONVENTION, TOTAL, WILD
from ingest.normalise.core.tokens import EXCLUSIVE, CountKeys, Modes, OutputMode
from ingest.records import OtlpSpan

CLAUDE, CODEX = "claude_code.", "codex."
TURN = frozenset(CODEX + "turn.token_usage." + kind for kind in ("input", "output", "total"))
THOUGHTS_EXTRA = Modes(output=OutputMode.EXTRA)


def gate_of_claude(span: OtlpSpan) -> Gate:
    """By name."""
    name = span.name
    if name == CLAUDE + "llm_request":
        return CHAT
    if name.startswith(CLAUDE + "tool"):
        return TOOL
    return AGENT if name == CLAUDE + "interaction" else OTHER


def gate_of_codex(span: OtlpSpan) -> Gate:
    """What handles a response carries its usage; a turn carries the sum under names of its own."""
    attributes = span.attributes
    if not TURN.isdisjoint(attributes):
        return AGENT
    known = gate_of_operation(attributes)
    return known or (CHAT if "gen_ai.usage.input_tokens" in attributes else OTHER)


def gate_of_gemini(span: OtlpSpan) -> Gate:
    """By operation."""
    return gate_of_operation(span.attributes) or OTHER


DIALECTS = (
    Dialect(
        name="claude_code",
        rank=1,
        scopes=("com.anthropic.claude_code*",),
        gate=gate_of_claude,
        counts=CountKeys(
            input=("input_tokens",),
            output=("output_tokens",),
            read=("cache_read_tokens",),
            write=("cache_creation_tokens",),
        ),
        request_model=("gen_ai.request.model", "model"),
        response_model=("gen_ai.response.model", "model"),
        response_id=(),  # it names the request there, not the response
        service_tier=("speed",),
        cost=(("cost_usd",),),
        first_token_ms=("ttft_ms",),
        modes=lambda span, model: EXCLUSIVE,
    ),
    Dialect(
        name="codex_cli",
        rank=2,
        scopes=("codex*",),
        gate=gate_of_codex,
        counts=CONVENTION._replace(
            total=(CODEX + "usage.total_tokens", *TOTAL),
            reasoning=(CODEX + "usage.reasoning_output_tokens", *CONVENTION.reasoning),
        ),
        request_model=("gen_ai.request.model", "model", "slug"),
    ),
    Dialect(
        name="gemini_cli",
        rank=3,
        scopes=("gemini-cli*",),
        gate=gate_of_gemini,
        counts=WILD,
        request_model=("gen_ai.request.model", "model"),
        modes=lambda span, model: THOUGHTS_EXTRA,
    ),
)
