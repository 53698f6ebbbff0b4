"""The spans and log events of coding agents, which say the same; their counters say it once more."""

from ingest.normalise.core.dialect import Attributes, Dialect
from ingest.normalise.core.numbers import count
from ingest.normalise.core.roles import AGENT, CHAT, OTHER, TOOL, Gate, gate_of_operation
from ingest.normalise.core.semconv import CONVENTION, TOTAL, WILD
from ingest.normalise.core.tokens import EXCLUSIVE, CountKeys, Counts, Modes, OutputMode
from ingest.records import OtlpSpan

CLAUDE, CODEX = "claude_code.", "codex."
TURN = frozenset(CODEX + "turn.token_usage." + kind for kind in ("input", "output", "total"))
THOUGHTS_EXTRA = Modes(output=OutputMode.EXTRA)
CLAUDE_COUNTS = CountKeys(
    input=("input_tokens",),
    output=("output_tokens",),
    read=("cache_read_tokens",),
    write=("cache_creation_tokens",),
)


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


def gate_of_codex_event(event: OtlpSpan) -> Gate:
    """Of the events of a stream, the last has the usage."""
    return CHAT if event.attributes.get("event.kind") == "response.completed" else OTHER


def with_tool_prompt(attributes: Attributes, counts: Counts, flags: list[str]) -> Counts:
    """Gemini CLI counts what tools put into the prompt apart from the rest of it."""
    tool = count(attributes, ("tool_token_count",), flags)
    return counts._replace(input=counts.input + tool) if tool and counts.input is not None else counts


DIALECTS = (
    Dialect(
        name="claude_code",
        rank=1,
        scopes=("com.anthropic.claude_code*",),
        gate=gate_of_claude,
        counts=CLAUDE_COUNTS,
        request_model=("gen_ai.request.model", "model"),
        response_model=("gen_ai.response.model", "model"),
        response_id=("request_id",),  # what it calls the id of the response is the request's as well
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
    Dialect(
        name="claude_code_event",
        rank=1.1,
        events=(CLAUDE + "api_request",),
        gate=lambda event: CHAT,
        counts=CLAUDE_COUNTS,
        request_model=("model",),
        response_model=("model",),
        response_id=("request_id",),
        service_tier=("speed",),
        cost=(("cost_usd",),),
        find_provider=lambda attributes: "anthropic",
        modes=lambda event, model: EXCLUSIVE,
    ),
    Dialect(
        name="codex_event",
        rank=2.1,
        events=(CODEX + "sse_event",),
        gate=gate_of_codex_event,
        counts=CountKeys(
            input=("input_token_count",),
            output=("output_token_count",),
            read=("cached_token_count",),
            reasoning=("reasoning_token_count",),
        ),
        request_model=("model", "slug"),
        find_provider=lambda attributes: "openai",
    ),
    Dialect(
        name="gemini_cli_event",
        rank=3.1,
        events=("gemini_cli.api_response",),
        gate=lambda event: CHAT,
        counts=CountKeys(
            input=("input_token_count",),
            output=("output_token_count",),
            read=("cached_content_token_count",),
            reasoning=("thoughts_token_count",),
        ),
        request_model=("model",),
        response_model=("model",),
        find_provider=lambda attributes: "google",
        modes=lambda event, model: THOUGHTS_EXTRA,
        enrich=with_tool_prompt,
    ),
)
