"""An application with the stock SDK."""

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from tests.factories.instance import Instance


def send_a_call(instance: Instance, team: str) -> None:
    """With the stock SDK: a request that asks a model once, for $1.50."""
    exporter = OTLPSpanExporter(
        endpoint=f"{instance.runtime['otlp_http']}/v1/traces",
        headers={"authorization": f"Bearer {instance.key(project='browser')}"},
    )
    provider = TracerProvider(resource=Resource.create({"service.name": "greeter"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("greeter")
    with tracer.start_as_current_span("POST /hello") as request:
        request.set_attributes({"finops.team": team, "finops.journey": "greeting"})
        with tracer.start_as_current_span("chat gpt-4o-mini") as call:
            call.set_attributes(
                {
                    "gen_ai.operation.name": "chat",
                    "gen_ai.provider.name": "openai",
                    "gen_ai.request.model": "gpt-4o-mini",
                    "gen_ai.usage.input_tokens": 10_000_000,
                    "gen_ai.usage.output_tokens": 0,
                }
            )
    provider.shutdown()
