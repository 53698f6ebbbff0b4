"""The stock OpenTelemetry SDK and its exporters work unchanged."""

from typing import Any

import pytest
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcExporter
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

from tests.factories.receiver import Receiver

pytestmark = pytest.mark.processes


def http(receiver: Receiver) -> SpanExporter:
    return HttpExporter(
        endpoint=f"{receiver.url}/v1/traces",
        headers={"authorization": f"Bearer {receiver.key}"},
        compression=Compression.Gzip,
    )


def grpc(receiver: Receiver) -> SpanExporter:
    return GrpcExporter(
        endpoint=f"http://{receiver.grpc}", insecure=True, headers={"authorization": f"Bearer {receiver.key}"}
    )


@pytest.mark.parametrize("exporter", [http, grpc])
def test_a_call_reported_by_the_sdk_is_stored_priced_and_attributed(
    receiver: Receiver, query: Any, exporter: Any
) -> None:
    provider = TracerProvider(resource=Resource.create({"service.name": "hello", "team": "growth"}))
    provider.add_span_processor(BatchSpanProcessor(exporter(receiver)))
    tracer = provider.get_tracer("hello")
    with tracer.start_as_current_span("POST /hello") as root:
        root.set_attribute("finops.journey", "greeting")
        with tracer.start_as_current_span("chat gpt-4o-mini") as call:
            call.set_attributes(
                {
                    "gen_ai.operation.name": "chat",
                    "gen_ai.provider.name": "openai",
                    "gen_ai.request.model": "gpt-4o-mini",
                    "gen_ai.usage.input_tokens": 1_000_000,
                    "gen_ai.usage.output_tokens": 0,
                }
            )
    provider.shutdown()
    receiver.settle()
    assert receiver.count("span") == 2
    found = query(
        "SELECT counted, cost::text, team, journey, service FROM charge"
        " JOIN dimension_set ON dimension_set.id = dimension_set_id WHERE charge.project_id = %s",
        receiver.project_id,
    )
    assert found == [(True, "0.150000000000000000000000", "growth", "greeting", "hello")]
