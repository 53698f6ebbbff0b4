"""Text to paste into a terminal or a file to use a new key. Pure."""

from typing import NamedTuple

from finops.accounts.models import Scope


class Snippet(NamedTuple):
    """A title and what to paste."""

    title: str
    text: str


def for_scope(scope: str, secret: str, *, otlp: str, web: str) -> list[Snippet]:
    """Snippets for a key. `otlp` and `web` are base URLs without a slash at the end."""
    return sending(secret, otlp) if scope == Scope.INGEST else reading(secret, web)


def sending(secret: str, otlp: str) -> list[Snippet]:
    """How SDKs and collectors send traces with an ingest key."""
    return [
        Snippet("Any OpenTelemetry SDK", _ENVIRONMENT.format(otlp=otlp, secret=secret)),
        Snippet("Python", _PYTHON.format(otlp=otlp, secret=secret)),
        Snippet("OpenTelemetry Collector", _COLLECTOR.format(otlp=otlp, secret=secret)),
    ]


def reading(secret: str, web: str) -> list[Snippet]:
    """How scripts read with an API key."""
    return [Snippet("Spend of this month", _CURL.format(web=web, secret=secret))]


_ENVIRONMENT = """\
export OTEL_EXPORTER_OTLP_ENDPOINT={otlp}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_HEADERS=x-api-key={secret}"""

_PYTHON = """\
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

exporter = OTLPSpanExporter(
    "{otlp}/v1/traces",
    headers={{"x-api-key": "{secret}"}},
)
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(exporter))
trace.set_tracer_provider(provider)"""

_COLLECTOR = """\
exporters:
  otlphttp/spanledger:
    endpoint: {otlp}
    headers:
      x-api-key: {secret}"""

_CURL = """\
curl -H "Authorization: Bearer {secret}" \\
  "{web}/api/v1/spend?group_by=team,response_model\""""
