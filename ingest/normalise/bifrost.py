"""Bifrost: a span for every attempt, named after the kind of request."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import (
    CHAT,
    COMPLETION,
    EMBEDDINGS,
    OTHER,
    SPEECH,
    TRANSCRIPTION,
    Gate,
    gate_of_operation,
)
from ingest.normalise.core.semconv import WILD
from ingest.normalise.gateways import as_gateway, by_arithmetic
from ingest.records import OtlpSpan

NAMES = {
    "gen_ai.chat": CHAT,
    "gen_ai.responses": CHAT,
    "gen_ai.text": COMPLETION,
    "gen_ai.embedding": EMBEDDINGS,
    "gen_ai.speech": SPEECH,
    "gen_ai.transcription": TRANSCRIPTION,
}


def gate(span: OtlpSpan) -> Gate:
    """By operation, or by name."""
    return gate_of_operation(span.attributes) or NAMES.get(span.name, OTHER)


DIALECTS = (
    Dialect(
        name="bifrost",
        rank=10.5,
        scopes=("bifrost*",),
        gate=gate,
        counts=WILD._replace(
            input_audio=(*WILD.input_audio, "gen_ai.usage.input_token_details.audio_tokens")
        ),
        response_model=("gen_ai.response.model", "gen_ai.chat.model", "gen_ai.text.model"),
        response_id=("gen_ai.response.id", "gen_ai.chat.id", "gen_ai.text.id"),
        service_tier=(
            "gen_ai.response.service_tier",
            "gen_ai.chat.service_tier",
            "gen_ai.responses.service_tier",
        ),
        cost=(("gen_ai.usage.cost",),),
        states_zero_cost=False,
        modes=by_arithmetic,
        layer=as_gateway,
        infers_calls=True,
    ),
)
