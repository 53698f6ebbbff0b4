"""What `up` prints. Pure."""

from collections.abc import Mapping
from typing import Any

from finops.runtime.types import Welcome

SNIPPET = """\
# .venv/bin/pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

exporter = OTLPSpanExporter(
    endpoint="{otlp_http}/v1/traces",
    headers={{"authorization": "Bearer {ingest_key}"}},
)
provider = TracerProvider(resource=Resource.create({{"service.name": "hello"}}))
provider.add_span_processor(BatchSpanProcessor(exporter))
with provider.get_tracer("hello").start_as_current_span("chat gpt-4o-mini") as span:
    span.set_attributes({{
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": 1200,
        "gen_ai.usage.output_tokens": 350,
        "finops.team": "demo",
        "finops.journey": "hello",
    }})
provider.shutdown()
"""


def ready_text(runtime: Mapping[str, Any], welcome: Welcome | None, home: str) -> str:
    """The text shown when everything answers."""
    lines = [
        "",
        "Spanledger is ready.",
        "",
        f"  Web         {runtime['web']}",
        f"  OTLP HTTP   {runtime['otlp_http']}",
        f"  OTLP gRPC   {runtime['otlp_grpc']}",
        f"  Data, logs  {home}",
        "",
        *welcome_lines(welcome),
        "",
    ]
    if welcome:
        lines += ["A first span in Python:", "", snippet(runtime["otlp_http"], welcome.ingest_key)]
    return "\n".join([*lines, "Stop with Ctrl-C."])


def snippet(otlp_http: str, ingest_key: str) -> str:
    """A Python program that sends one LLM span."""
    return SNIPPET.format(otlp_http=otlp_http, ingest_key=ingest_key)


def welcome_lines(welcome: Welcome | None) -> list[str]:
    """Who may sign in and with which key to send, said once."""
    if welcome is None:
        return ["For an ingest key: spanledger create_key --project default --scope ingest"]
    password = welcome.password or "(from SPANLEDGER_ADMIN_PASSWORD)"
    return [
        "Shown only now:",
        f"  Sign in as  {welcome.email}",
        f"  Password    {password}",
        f"  Ingest key  {welcome.ingest_key}  (project default)",
    ]
