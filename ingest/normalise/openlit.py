"""OpenLIT: copies what the provider counts, guesses where it has nothing, and says neither."""

from functools import lru_cache

from ingest.normalise.core.dialect import Attributes, Dialect
from ingest.normalise.core.roles import OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import EXCLUSIVE, INCLUSIVE, TESTED, Modes, OutputMode
from ingest.records import OtlpSpan, Value

PREFIX = "openlit.instrumentation."
ESTIMATED = "estimated_tokens"
STREAMED = ("gen_ai.request.stream", "gen_ai.request.is_stream", "gen_ai.is_streaming")
# A provider that sent usage sent these too; a guess has none of them.
EVIDENCE = frozenset({*WILD.read, *WILD.write, *WILD.reasoning})
THOUGHTS_EXTRA = Modes(output=OutputMode.EXTRA)
MODES = {
    "anthropic": EXCLUSIVE,
    "bedrock": EXCLUSIVE,
    "google_ai_studio": THOUGHTS_EXTRA,
    "vertexai": THOUGHTS_EXTRA,
}


def gate(span: OtlpSpan) -> Gate:
    """By operation."""
    return gate_of_operation(span.attributes) or OTHER


def modes(span: OtlpSpan, model: str) -> Modes:
    """By library; streamed calls without any detail may be guesses."""
    found = _modes(span.origin.scope_name)
    return found._replace(flags=(ESTIMATED,)) if _may_be_a_guess(span.attributes) else found


@lru_cache(maxsize=1024)
def _modes(scope_name: str) -> Modes:
    if not scope_name.startswith(PREFIX):
        return TESTED
    return MODES.get(scope_name[len(PREFIX) :].partition(".")[0], INCLUSIVE)


def _may_be_a_guess(attributes: Attributes) -> bool:
    if not any(_is_true(attributes.get(key)) for key in STREAMED):
        return False
    return EVIDENCE.isdisjoint(attributes)


def _is_true(value: Value) -> bool:
    return value is True or value in ("true", "True")


DIALECTS = (
    Dialect(
        name="openlit",
        rank=24,
        scopes=("openlit*",),
        markers=frozenset({"gen_ai.application_name", "gen_ai.sdk.version"}),
        gate=gate,
        counts=WILD,
        cost=(("gen_ai.usage.cost",),),
        states_zero_cost=False,
        first_token_s=("gen_ai.response.time_to_first_chunk", "gen_ai.server.time_to_first_token"),
        modes=modes,
    ),
)
