"""The convention's event about one inference: it repeats the attributes of its span, usage included."""

from ingest.normalise.core.dialect import Dialect
from ingest.normalise.semconv import DIALECTS as SEMCONV
from ingest.normalise.semconv import gate

DIALECTS = (
    Dialect(
        name="semconv_event",
        rank=29.1,
        events=("gen_ai.client.inference.operation.details",),
        gate=gate,
        counts=SEMCONV[0].counts,
        provider=SEMCONV[0].provider,
        request_model=SEMCONV[0].request_model,
        response_model=SEMCONV[0].response_model,
        modes=SEMCONV[0].modes,
    ),
)
