"""From the bytes of metrics to points and the series they belong to.

Types: https://opentelemetry.io/docs/specs/otel/metrics/data-model/
"""

import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import orjson
from google.protobuf.message import DecodeError
from opentelemetry.proto.metrics.v1.metrics_pb2 import (
    ExponentialHistogramDataPoint,
    HistogramDataPoint,
    Metric,
    NumberDataPoint,
    SummaryDataPoint,
)
from xxhash import xxh3_64_intdigest

from finops.telemetry.types import MetricKind, Temporality
from ingest.attributes import MAX_ATTRIBUTES, Attributes
from ingest.decode import MAX_NAME, NEWEST_NS, OLDEST_NS, Decoder, KnownOrigin, bad_times, serialized, signed
from ingest.errors import ItemRefused
from ingest.records import Origin, Value

MAX_METRIC_BYTES = 16 * 1024 * 1024
MAX_DESCRIPTION = 1024  # characters
MAX_BUCKETS = 1_000  # of a histogram; SDKs use 10 to 160
MAX_EXEMPLARS = 10  # per point
MAX_COUNT = (1 << 63) - 1
NO_RECORDED_VALUE = 1  # DataPointFlags

Sent = NumberDataPoint | HistogramDataPoint | ExponentialHistogramDataPoint | SummaryDataPoint
KINDS = {
    "gauge": MetricKind.GAUGE,
    "sum": MetricKind.SUM,
    "histogram": MetricKind.HISTOGRAM,
    "exponential_histogram": MetricKind.EXPONENTIAL_HISTOGRAM,
    "summary": MetricKind.SUMMARY,
}


class Series(NamedTuple):
    """What all points of one series share."""

    series_id: int  # signed 64-bit hash over origin, metric and attributes
    kind: MetricKind
    temporality: Temporality
    is_monotonic: bool
    name: str
    unit: str
    description: str
    values: dict[str, Value]
    attributes: bytes | None  # JSON object without content
    dims: dict[str, str]
    origin: Origin


class Point(NamedTuple):
    """One data point. JSON as bytes; None: not stated."""

    time_ns: int  # unix
    start_ns: int  # its time where none is stated
    number: int | None  # of values, in histograms and summaries
    value: float | None  # of gauges and sums; the sum of histograms and summaries
    minimum: float | None
    maximum: float | None
    buckets: bytes | None
    exemplars: bytes | None


class _Shared(NamedTuple):
    """What all points of one metric share."""

    message: Metric
    kind: MetricKind
    temporality: Temporality
    is_monotonic: bool


def decode_metric(
    decoder: Decoder, raw: bytes, known: KnownOrigin, now_ns: int, refuse: Callable[[ItemRefused], None]
) -> Iterator[tuple[Series, Point]]:
    """The points of one metric that can be stored; the others are handed to `refuse`. Raises ItemRefused."""
    if len(raw) > MAX_METRIC_BYTES:
        raise ItemRefused("metric_too_large", f"the metric has {len(raw):,} bytes; the limit is 16 MiB")
    try:
        metric = Metric.FromString(raw)
    except DecodeError:
        raise ItemRefused("malformed", "the metric is not valid protobuf or UTF-8") from None
    field = metric.WhichOneof("data")
    if field is None:
        return
    if not metric.name:
        raise ItemRefused("no_name", "the metric has no name")
    data = getattr(metric, field)
    is_monotonic = field != "gauge" and bool(getattr(data, "is_monotonic", True))
    shared = _Shared(metric, KINDS[field], _temporality(data), is_monotonic)
    for sent in data.data_points:
        if sent.flags & NO_RECORDED_VALUE:
            continue
        try:
            yield _series(decoder, shared, sent, known), _point(decoder, shared.kind, sent, now_ns)
        except ItemRefused as refusal:
            refuse(refusal)


def _temporality(data: Any) -> Temporality:
    stated = getattr(data, "aggregation_temporality", 0)
    return Temporality(stated) if stated in (1, 2) else Temporality.UNSPECIFIED


def _series(decoder: Decoder, shared: _Shared, sent: Sent, known: KnownOrigin) -> Series:
    raws = serialized(sent.attributes[: MAX_ATTRIBUTES + 1])  # one more tells that some are left out
    attributes: Attributes = decoder.attributes.read(raws)
    message = shared.message
    identity = b"\x00".join(
        (
            message.name.encode(),
            message.unit.encode(),
            bytes((shared.kind, shared.temporality, shared.is_monotonic)),
            *sorted(raws),
        )
    )
    return Series(
        signed(xxh3_64_intdigest(identity, known.seed)),
        shared.kind,
        shared.temporality,
        shared.is_monotonic,
        decoder.text(message.name)[:MAX_NAME],
        decoder.text(message.unit)[:MAX_NAME],
        decoder.text(message.description)[:MAX_DESCRIPTION],
        attributes.values,
        attributes.stored,
        attributes.dims,
        known.origin,
    )


def _point(decoder: Decoder, kind: MetricKind, sent: Any, now_ns: int) -> Point:
    time_ns = sent.time_unix_nano
    if not now_ns - OLDEST_NS <= time_ns <= now_ns + NEWEST_NS:
        raise bad_times(time_ns, now_ns, "point")
    start_ns = sent.start_time_unix_nano
    point = Point(time_ns, start_ns if 0 < start_ns <= time_ns else time_ns, *READERS[kind](sent))
    if point.value is not None and not math.isfinite(point.value):
        raise ItemRefused("not_finite", "the value of the point is not a finite number")
    return point._replace(exemplars=_exemplars(decoder, sent, time_ns))


def _number(sent: NumberDataPoint) -> tuple[Any, ...]:
    field = sent.WhichOneof("value")
    if field is None:
        raise ItemRefused("no_value", "the point has no value")
    return None, float(getattr(sent, field)), None, None, None, None


def _histogram(sent: HistogramDataPoint) -> tuple[Any, ...]:
    if len(sent.bucket_counts) > MAX_BUCKETS:
        raise _too_many()
    buckets = {"bounds": list(sent.explicit_bounds), "counts": list(sent.bucket_counts)}
    return _summed(sent, buckets if sent.bucket_counts else None)


def _exponential(sent: ExponentialHistogramDataPoint) -> tuple[Any, ...]:
    if len(sent.positive.bucket_counts) + len(sent.negative.bucket_counts) > MAX_BUCKETS:
        raise _too_many()
    buckets = {
        "scale": sent.scale,
        "zero": {"count": sent.zero_count, "threshold": sent.zero_threshold},
        "positive": {"offset": sent.positive.offset, "counts": list(sent.positive.bucket_counts)},
        "negative": {"offset": sent.negative.offset, "counts": list(sent.negative.bucket_counts)},
    }
    return _summed(sent, buckets)


def _summed(sent: HistogramDataPoint | ExponentialHistogramDataPoint, buckets: Any) -> tuple[Any, ...]:
    minimum, maximum = (_finite(sent, name) for name in ("min", "max"))
    value = sent.sum if sent.HasField("sum") else None
    return _count(sent), value, minimum, maximum, orjson.dumps(buckets) if buckets else None, None


def _summary(sent: SummaryDataPoint) -> tuple[Any, ...]:
    quantiles = [[one.quantile, one.value] for one in islice(sent.quantile_values, MAX_BUCKETS)]
    return _count(sent), sent.sum, None, None, orjson.dumps({"quantiles": quantiles}), None


READERS: dict[MetricKind, Callable[[Any], tuple[Any, ...]]] = {
    MetricKind.GAUGE: _number,
    MetricKind.SUM: _number,
    MetricKind.HISTOGRAM: _histogram,
    MetricKind.EXPONENTIAL_HISTOGRAM: _exponential,
    MetricKind.SUMMARY: _summary,
}


def _count(sent: Any) -> int:
    return min(int(sent.count), MAX_COUNT)


def _finite(sent: Any, name: str) -> float | None:
    value = getattr(sent, name) if sent.HasField(name) else None
    return value if value is not None and math.isfinite(value) else None


def _too_many() -> ItemRefused:
    return ItemRefused("too_many_buckets", f"a histogram may have {MAX_BUCKETS:,} buckets")


def _exemplars(decoder: Decoder, sent: Any, time_ns: int) -> bytes | None:
    """Examples of what was measured, with the span that each was measured in."""
    found = [
        b'{"time_ns":%d,"value":%s,"trace_id":"%s","span_id":"%s","attributes":%s}'
        % (
            one.time_unix_nano - time_ns,
            orjson.dumps(float(getattr(one, one.WhichOneof("value"))))
            if one.WhichOneof("value")
            else b"null",
            one.trace_id.hex().encode(),
            one.span_id.hex().encode(),
            decoder.attributes.read(serialized(one.filtered_attributes)).stored or b"{}",
        )
        for one in islice(getattr(sent, "exemplars", ()), MAX_EXEMPLARS)
    ]
    return b"[" + b",".join(found) + b"]" if found else None
