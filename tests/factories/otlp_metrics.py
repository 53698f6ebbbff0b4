"""Requests with OTLP metrics from short descriptions, as official protobuf messages."""

from collections.abc import Mapping
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import (
    ExponentialHistogramDataPoint,
    HistogramDataPoint,
    Metric,
    NumberDataPoint,
    SummaryDataPoint,
)

from tests.factories.otlp import CORPUS, DEFAULT_RESOURCE, key_values, nanoseconds

DELTA, CUMULATIVE = 1, 2


def point(
    value: float, attributes: Mapping[str, Any] | None = None, *, start: float = 0, at: float = 60_000
) -> NumberDataPoint:
    """A number measured from `start` to `at`, milliseconds after the start of everything."""
    result = NumberDataPoint(
        start_time_unix_nano=nanoseconds(start),
        time_unix_nano=nanoseconds(at),
        attributes=key_values(attributes),
    )
    if isinstance(value, int):
        result.as_int = value
    else:
        result.as_double = value
    return result


def counter(name: str, *points: NumberDataPoint, temporality: int = DELTA, unit: str = "") -> Metric:
    """A monotonic sum."""
    metric = Metric(name=name, unit=unit)
    metric.sum.is_monotonic = True
    metric.sum.aggregation_temporality = temporality  # type: ignore[assignment]
    metric.sum.data_points.extend(points)
    return metric


def gauge(name: str, *points: NumberDataPoint, unit: str = "") -> Metric:
    """Values as they are at moments."""
    metric = Metric(name=name, unit=unit)
    metric.gauge.data_points.extend(points)
    return metric


def histogram(name: str, *points: HistogramDataPoint, temporality: int = DELTA, unit: str = "") -> Metric:
    """A histogram with explicit bounds."""
    metric = Metric(name=name, unit=unit)
    metric.histogram.aggregation_temporality = temporality  # type: ignore[assignment]
    metric.histogram.data_points.extend(points)
    return metric


def bucketed(
    bounds: list[float], counts: list[int], total: float, attributes: Mapping[str, Any] | None = None,
    *, start: float = 0, at: float = 60_000,
) -> HistogramDataPoint:  # fmt: skip
    """A point of a histogram."""
    return HistogramDataPoint(
        start_time_unix_nano=nanoseconds(start),
        time_unix_nano=nanoseconds(at),
        attributes=key_values(attributes),
        count=sum(counts),
        sum=total,
        explicit_bounds=bounds,
        bucket_counts=counts,
    )


def exponential(name: str, scale: int, counts: list[int], total: float) -> Metric:
    """An exponential histogram with one point."""
    metric = Metric(name=name)
    metric.exponential_histogram.aggregation_temporality = DELTA  # type: ignore[assignment]
    sent = ExponentialHistogramDataPoint(
        time_unix_nano=nanoseconds(60_000), count=sum(counts), sum=total, scale=scale, zero_count=1
    )
    sent.positive.offset = 3
    sent.positive.bucket_counts.extend(counts)
    metric.exponential_histogram.data_points.append(sent)
    return metric


def summary(name: str, quantiles: Mapping[float, float], *, count: int, total: float) -> Metric:
    """A summary with one point."""
    metric = Metric(name=name)
    sent = SummaryDataPoint(time_unix_nano=nanoseconds(60_000), count=count, sum=total)
    for quantile, value in quantiles.items():
        sent.quantile_values.add(quantile=quantile, value=value)
    metric.summary.data_points.append(sent)
    return metric


def recorded_metrics(folder: str) -> list[ExportMetricsServiceRequest]:
    """The recorded metrics of a corpus folder in order of arrival, moved to yesterday."""
    paths = sorted((CORPUS / folder).glob("*.metrics.pb"))
    requests = [ExportMetricsServiceRequest.FromString(path.read_bytes()) for path in paths]
    points = [one for request in requests for one in points_of(request)]
    offset = nanoseconds(0) - min((one.start_time_unix_nano for one in points), default=0)
    for one in points:
        one.start_time_unix_nano += offset
        one.time_unix_nano += offset
    return requests


def points_of(request: ExportMetricsServiceRequest) -> list[Any]:
    """Every point of a request."""
    return [
        one
        for group in request.resource_metrics
        for scope in group.scope_metrics
        for metric in scope.metrics
        for one in getattr(metric, metric.WhichOneof("data")).data_points
    ]


def export_metrics(
    *metrics: Metric,
    scope_name: str = "app",
    version: str = "",
    resource_attributes: Mapping[str, Any] | None = None,
) -> ExportMetricsServiceRequest:
    """One export request with the metrics of one scope of one service."""
    request = ExportMetricsServiceRequest()
    group = request.resource_metrics.add()
    group.resource.attributes.extend(
        key_values(DEFAULT_RESOURCE if resource_attributes is None else resource_attributes)
    )
    scope = group.scope_metrics.add(metrics=metrics)
    scope.scope.name, scope.scope.version = scope_name, version
    return request
