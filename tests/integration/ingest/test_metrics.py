"""OTLP metrics of all types are stored once, with the identity of their series."""

from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2_grpc import MetricsServiceStub
from opentelemetry.proto.metrics.v1.metrics_pb2 import Exemplar

from finops.telemetry.types import MetricKind, Temporality
from tests.factories import otlp
from tests.factories.otlp_json import json_body
from tests.factories.otlp_metrics import (
    CUMULATIVE,
    bucketed,
    counter,
    exponential,
    export_metrics,
    gauge,
    histogram,
    point,
    recorded_metrics,
    summary,
)
from tests.factories.receiver import JSON, Receiver

pytestmark = pytest.mark.processes
METRICS = "/v1/metrics"


def send(receiver: Receiver, message: ExportMetricsServiceRequest) -> ExportMetricsServiceResponse:
    reply = receiver.post(message.SerializeToString(), path=METRICS)
    assert reply.status == 200, reply
    return ExportMetricsServiceResponse.FromString(reply.body)


def everything() -> ExportMetricsServiceRequest:
    return export_metrics(
        gauge("vllm:num_requests_waiting", point(3, {"model_name": "llama"})),
        counter("requests", point(5, {"route": "/a"}), point(7, {"route": "/b"})),
        histogram("gen_ai.client.token.usage", bucketed([1, 10], [1, 2, 3], 90.5), unit="{token}"),
        exponential("latency", 2, [4, 5], 12.5),
        summary("rpc", {0.5: 1.5, 0.99: 4.0}, count=9, total=20.0),
    )


def test_every_type_is_stored_once_though_it_is_sent_three_times(receiver: Receiver, query: Any) -> None:
    for _ in range(2):
        assert send(receiver, everything()) == ExportMetricsServiceResponse()
    reply = receiver.post(json_body(everything()), path=METRICS, content_type=JSON)
    assert (reply.status, reply.json) == (200, {})
    found = query(
        "SELECT name, kind, temporality, s.attributes, count, value, buckets FROM metric_point"
        " JOIN metric_series s USING (project_id, series_id) WHERE project_id = %s ORDER BY name, value",
        receiver.project_id,
    )
    delta, none = Temporality.DELTA, Temporality.UNSPECIFIED
    assert found == [
        ("gen_ai.client.token.usage", MetricKind.HISTOGRAM, delta, {}, 6, 90.5,
         {"bounds": [1, 10], "counts": [1, 2, 3]}),
        ("latency", MetricKind.EXPONENTIAL_HISTOGRAM, delta, {}, 9, 12.5,
         {"scale": 2, "zero": {"count": 1, "threshold": 0},
          "positive": {"offset": 3, "counts": [4, 5]}, "negative": {"offset": 0, "counts": []}}),
        ("requests", MetricKind.SUM, delta, {"route": "/a"}, None, 5.0, None),
        ("requests", MetricKind.SUM, delta, {"route": "/b"}, None, 7.0, None),
        ("rpc", MetricKind.SUMMARY, none, {}, 9, 20.0, {"quantiles": [[0.5, 1.5], [0.99, 4]]}),
        ("vllm:num_requests_waiting", MetricKind.GAUGE, none, {"model_name": "llama"}, None, 3.0, None),
    ]  # fmt: skip


def test_a_series_is_its_resource_scope_metric_and_attributes(receiver: Receiver) -> None:
    requests = counter("requests", point(1, {"a": 1, "b": 2}))
    send(receiver, export_metrics(requests))
    send(receiver, export_metrics(counter("requests", point(2, {"b": 2, "a": 1}, at=120_000))))
    assert receiver.count("metric_series") == 1
    for other in (
        export_metrics(requests, scope_name="other"),
        export_metrics(requests, resource_attributes={"service.name": "other"}),
        export_metrics(counter("requests", point(1, {"a": 2, "b": 2}))),
        export_metrics(counter("requests", point(1, {"a": 1, "b": 2}), temporality=CUMULATIVE)),
    ):
        send(receiver, other)
    assert (receiver.count("metric_series"), receiver.count("metric_point")) == (5, 6)


def test_exemplars_name_the_span_they_were_measured_in(receiver: Receiver, query: Any) -> None:
    sent = bucketed([1], [0, 1], 2.0)
    sent.exemplars.append(
        Exemplar(
            time_unix_nano=sent.time_unix_nano - 5, as_double=2.0,
            trace_id=otlp.trace_id("t"), span_id=otlp.span_id("s"),
            filtered_attributes=otlp.key_values({"prompt": "not for the database", "route": "/a"}),
        )
    )  # fmt: skip
    send(receiver, export_metrics(histogram("latency", sent)))
    ((exemplars,),) = query("SELECT exemplars FROM metric_point WHERE project_id = %s", receiver.project_id)
    assert exemplars == [
        {"time_ns": -5, "value": 2.0, "trace_id": otlp.trace_id("t").hex(),
         "span_id": otlp.span_id("s").hex(), "attributes": {"route": "/a"}}
    ]  # fmt: skip


def test_a_point_without_a_recorded_value_is_no_point(receiver: Receiver) -> None:
    gone = point(0)
    gone.flags = 1
    assert send(receiver, export_metrics(gauge("up", gone))) == ExportMetricsServiceResponse()
    assert receiver.count("metric_point") == 0


def test_bad_points_are_refused_alone_and_explained(receiver: Receiver) -> None:
    ancient = point(1, {"a": 1})
    ancient.time_unix_nano = 5
    answer = send(
        receiver,
        export_metrics(gauge("g", point(1), ancient, point(float("nan"), {"a": 2})), gauge("", point(1))),
    )
    assert answer.partial_success.rejected_data_points == 3
    for reason in ("too_old", "not_finite", "no_name"):
        assert reason in answer.partial_success.error_message
    assert receiver.count("metric_point") == 1


def test_grpc_takes_metrics(receiver: Receiver) -> None:
    with grpc.insecure_channel(receiver.grpc) as channel:
        answer = MetricsServiceStub(channel).Export(
            everything(), metadata=[("authorization", f"Bearer {receiver.key}")]
        )
    assert answer == ExportMetricsServiceResponse()
    assert receiver.count("metric_point") == 6


def test_metrics_of_sdks_never_become_spend(receiver: Receiver) -> None:
    for folder in ("client-metrics", "google-genai", "openai-v2", "pydantic-ai"):
        for message in recorded_metrics(folder):
            send(receiver, message)
    receiver.settle()
    assert receiver.count("metric_point") > 0
    assert receiver.count("charge") == 0
