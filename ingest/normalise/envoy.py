"""Envoy AI Gateway, which speaks OpenInference or the conventions."""

from dataclasses import replace

from ingest.normalise import openinference
from ingest.normalise.core.roles import FREE, Gate
from ingest.normalise.core.semconv import CONVENTION
from ingest.normalise.core.tokens import CountKeys
from ingest.normalise.gateways import as_gateway
from ingest.records import OtlpSpan

# Parts of the names of spans that only count tokens.
FREE_NAMES = ("tokenize", "counttokens", "count_tokens", "inputtokens", "input_tokens")


def gate(span: OtlpSpan) -> Gate:
    """By kind or operation; counting tokens is free."""
    name = span.name.lower()
    return FREE if any(word in name for word in FREE_NAMES) else openinference.gate(span)


SPOKEN = openinference.dialect(
    "envoy_ai_gateway",
    6,
    ("envoyproxy/ai-gateway*",),
    CountKeys(*[own + named for own, named in zip(openinference.COUNTS, CONVENTION, strict=True)]),
    frozenset(),
)
DIALECTS = (
    replace(
        SPOKEN,
        gate=gate,
        provider=(*SPOKEN.provider, "gen_ai.provider.name", "gen_ai.system"),
        host=("server.address",),
        request_model=("gen_ai.original.model", *SPOKEN.request_model, "gen_ai.request.model"),
        response_model=("gen_ai.response.model", *SPOKEN.response_model, "gen_ai.request.model"),
        first_token_s=("gen_ai.response.time_to_first_chunk", "gen_ai.server.time_to_first_token"),
        layer=as_gateway,
        cumulative=None,
    ),
)
