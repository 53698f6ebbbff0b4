"""Programs to paste that send a first call to a model. Pure."""

from typing import NamedTuple

PLACEHOLDER = "YOUR_INGEST_KEY"


class Way(NamedTuple):
    """One way to send: its name in addresses, its title, what to install, and what to paste."""

    name: str
    title: str
    intro: str
    text: str


def ways(secret: str, *, otlp: str) -> list[Way]:
    """All ways with this ingest key. `otlp` is the base URL of OTLP over HTTP, without a slash at the end."""
    return [
        Way(name, title, intro, text.replace("{otlp}", otlp).replace("{secret}", secret))
        for name, title, intro, text in _WAYS
    ]


_PYTHON = """\
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

exporter = OTLPSpanExporter(
    endpoint="{otlp}/v1/traces",
    headers={"x-api-key": "{secret}"},
)
provider = TracerProvider(resource=Resource.create({"service.name": "hello"}))
provider.add_span_processor(BatchSpanProcessor(exporter))

with provider.get_tracer("hello").start_as_current_span("chat gpt-4o-mini") as span:
    span.set_attributes({
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": 1200,
        "gen_ai.usage.output_tokens": 350,
        "finops.team": "platform",
        "finops.journey": "hello",
    })
provider.shutdown()"""

_TYPESCRIPT = """\
import { trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { NodeSDK } from "@opentelemetry/sdk-node";

const sdk = new NodeSDK({
  serviceName: "hello",
  traceExporter: new OTLPTraceExporter({
    url: "{otlp}/v1/traces",
    headers: { "x-api-key": "{secret}" },
  }),
});
sdk.start();

const span = trace.getTracer("hello").startSpan("chat gpt-4o-mini");
span.setAttributes({
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-4o-mini",
  "gen_ai.usage.input_tokens": 1200,
  "gen_ai.usage.output_tokens": 350,
  "finops.team": "platform",
  "finops.journey": "hello",
});
span.end();
await sdk.shutdown();"""

_COLLECTOR = """\
exporters:
  otlphttp/spanledger:
    endpoint: {otlp}
    headers:
      x-api-key: {secret}

service:
  pipelines:
    traces:
      exporters: [otlphttp/spanledger]"""

_LITELLM = """\
# Environment of the proxy:
export OTEL_EXPORTER=otlp_http
export OTEL_ENDPOINT={otlp}/v1/traces
export OTEL_HEADERS=x-api-key={secret}

# In its config.yaml:
litellm_settings:
  callbacks: ["otel"]"""

_CURL = """\
now=$(date +%s)
curl "{otlp}/v1/traces" \\
  -H "content-type: application/json" -H "x-api-key: {secret}" \\
  -d '{"resourceSpans": [{
    "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "hello"}}]},
    "scopeSpans": [{"spans": [{
      "traceId": "'$(od -An -N16 -tx1 /dev/urandom | tr -d " \\n")'",
      "spanId": "'$(od -An -N8 -tx1 /dev/urandom | tr -d " \\n")'",
      "name": "chat gpt-4o-mini", "kind": 3,
      "startTimeUnixNano": "'$((now - 1))'000000000", "endTimeUnixNano": "'$now'000000000",
      "attributes": [
        {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
        {"key": "gen_ai.provider.name", "value": {"stringValue": "openai"}},
        {"key": "gen_ai.request.model", "value": {"stringValue": "gpt-4o-mini"}},
        {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "1200"}},
        {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "350"}},
        {"key": "finops.team", "value": {"stringValue": "platform"}},
        {"key": "finops.journey", "value": {"stringValue": "hello"}}
      ]
    }]}]
  }]}'"""

_WAYS = (
    Way(
        "python",
        "Python",
        "Save as hello.py, then: pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http "
        "&& python hello.py",
        _PYTHON,
    ),
    Way(
        "typescript",
        "TypeScript",
        "Save as hello.mts, then: npm install tsx @opentelemetry/api @opentelemetry/sdk-node "
        "@opentelemetry/exporter-trace-otlp-proto && npx tsx hello.mts",
        _TYPESCRIPT,
    ),
    Way(
        "collector",
        "Collector",
        "Merge into the configuration of the Collector that has your traces: its pipeline keeps what it has "
        "and gets one exporter more.",
        _COLLECTOR,
    ),
    Way(
        "litellm",
        "LiteLLM",
        "The proxy sends a span for every call. Beside litellm[proxy] it needs opentelemetry-sdk and "
        "opentelemetry-exporter-otlp.",
        _LITELLM,
    ),
    Way("curl", "curl", "One call in OTLP/JSON, without installing anything.", _CURL),
)
