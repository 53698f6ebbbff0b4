"""Metrics of OTLP/JSON as the official messages."""

from google.protobuf.json_format import ParseDict, ParseError
from opentelemetry.proto.metrics.v1.metrics_pb2 import Metric

from ingest.errors import ItemRefused
from ingest.json_values import Json, base64_ids, items

KINDS = ("gauge", "sum", "histogram", "exponentialHistogram", "summary")


def metric(given: Json) -> Metric:
    """One metric with its points. Raises ItemRefused, or Malformed for lists that are none."""
    if not isinstance(given, dict):
        raise ItemRefused("malformed", "a metric must be a JSON object")
    try:
        return ParseDict(_with_ids(given), Metric(), ignore_unknown_fields=True)
    except ParseError as error:
        raise ItemRefused("malformed", f"the metric cannot be read: {error}"[:200]) from None


def _with_ids(given: Json) -> Json:
    kinds = {kind: {**given[kind], "dataPoints": _points(given[kind])} for kind in KINDS if kind in given}
    return {**given, **kinds}


def _points(kind: Json) -> list[Json]:
    return [
        {**point, "exemplars": [base64_ids(one) for one in items(point, "exemplars")]}
        if "exemplars" in point
        else point
        for point in items(kind, "dataPoints")
    ]
