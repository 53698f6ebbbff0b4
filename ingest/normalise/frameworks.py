"""Frameworks that follow the conventions closely enough: CrewAI, Haystack, AutoGen, LiveKit."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import CHAT, OTHER, Gate, gate_of_operation
from ingest.normalise.core.semconv import WILD
from ingest.normalise.core.tokens import TESTED, Modes
from ingest.normalise.langfuse import find_first_token
from ingest.records import OtlpSpan

# Beside the names of the conventions it writes those that Langfuse reads.
LIVEKIT = WILD._replace(
    read=(*WILD.read, "gen_ai.usage.input_cached_tokens"),
    input_audio=(*WILD.input_audio, "gen_ai.usage.input_audio_tokens"),
    output_audio=(*WILD.output_audio, "gen_ai.usage.output_audio_tokens"),
)
LIVEKIT_CALLS = frozenset({"llm_request", "llm_request_run"})


def gate(span: OtlpSpan) -> Gate:
    """By operation."""
    return gate_of_operation(span.attributes) or OTHER


def gate_of_livekit(span: OtlpSpan) -> Gate:
    """By name too: everything around a request repeats its usage."""
    if span.name in LIVEKIT_CALLS:
        return CHAT
    return gate(span)


def by_arithmetic(span: OtlpSpan, model: str) -> Modes:
    """They hand over what the provider counts."""
    return TESTED


def framework(name: str, rank: float, scope: str) -> Dialect:
    """A framework that names its operations."""
    return Dialect(name=name, rank=rank, scopes=(scope,), gate=gate, counts=WILD, modes=by_arithmetic)


DIALECTS = (
    Dialect(
        name="crewai",
        rank=28.1,
        scopes=("crewai*",),
        gate=gate,
        counts=WILD,
        modes=by_arithmetic,
        cumulative=lambda span: True,  # a crew's summary runs over everything it has done so far
    ),
    framework("haystack", 28.2, "haystack*"),
    framework("autogen", 28.3, "autogen*"),
    Dialect(
        name="livekit",
        rank=28.4,
        scopes=("livekit*",),
        gate=gate_of_livekit,
        counts=LIVEKIT,
        modes=by_arithmetic,
        find_first_token=find_first_token,
    ),
)
