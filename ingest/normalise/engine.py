"""Inference servers describe their own work, never a second bill: vLLM, SGLang, TensorRT-LLM, TGI, NIM."""

from finops.telemetry.types import Layer
from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.roles import ENGINE, OTHER, Gate
from ingest.normalise.core.semconv import INPUT, OUTPUT, WILD
from ingest.records import OtlpSpan

MARKERS = frozenset(
    {"gen_ai.latency.e2e", "gen_ai.latency.time_in_queue", "gen_ai.latency.time_to_first_token"}
)
SCOPES = (
    "vllm*",
    "sglang*",
    "trtllm*",
    "tensorrt_llm*",
    "text-generation-inference*",
    "text-generation-router*",
    "nvidia.nim*",
)
WORK = MARKERS | {*INPUT, *OUTPUT}


def gate(span: OtlpSpan) -> Gate:
    """A request the engine worked on carries times or tokens."""
    return OTHER if WORK.isdisjoint(span.attributes) else ENGINE


DIALECTS = (
    Dialect(
        name="engine",
        rank=11,
        scopes=SCOPES,
        markers=MARKERS,
        gate=gate,
        counts=WILD,
        first_token_s=("gen_ai.latency.time_to_first_token",),
        layer=lambda span, layer: Layer.ENGINE,
    ),
)
