"""OTLP answers: the export response and google.rpc.Status, in protobuf and JSON.

https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import BadRequest, RetryInfo
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from finops.telemetry.types import Signal
from ingest.errors import NotOtlp, Refusal, Rejected

MAX_LINES = 5


def explanation(rejected: list[Rejected]) -> str:
    """What was refused and why, for the author of the exporter."""
    lines = [f"{line.items} refused ({line.reason}): {line.example}" for line in rejected[:MAX_LINES]]
    if len(rejected) > MAX_LINES:
        lines.append(f"and {len(rejected) - MAX_LINES} more reasons")
    return "; ".join(lines)


class Response(NamedTuple):
    """How the answer of a signal counts what was refused."""

    message: Callable[[], Any]
    field: str
    json_field: str


RESPONSES = {
    Signal.TRACES: Response(ExportTraceServiceResponse, "rejected_spans", "rejectedSpans"),
    Signal.METRICS: Response(ExportMetricsServiceResponse, "rejected_data_points", "rejectedDataPoints"),
    Signal.LOGS: Response(ExportLogsServiceResponse, "rejected_log_records", "rejectedLogRecords"),
}


def accepted(rejected: list[Rejected], signal: Signal) -> bytes:
    """Success in protobuf; `partial_success` is set only when something was refused."""
    response = RESPONSES[signal].message()
    if rejected:
        setattr(response.partial_success, RESPONSES[signal].field, sum(line.items for line in rejected))
        response.partial_success.error_message = explanation(rejected)
    return bytes(response.SerializeToString())


def accepted_json(rejected: list[Rejected], signal: Signal) -> bytes:
    """The same in JSON: lowerCamelCase names, 64-bit numbers as text."""
    if not rejected:
        return b"{}"
    count = sum(line.items for line in rejected)
    partial = {RESPONSES[signal].json_field: str(count), "errorMessage": explanation(rejected)}
    return json.dumps({"partialSuccess": partial}).encode()


def status(refusal: Refusal) -> Status:
    """A refusal as google.rpc.Status, with RetryInfo or BadRequest where they say something."""
    message = Status(code=refusal.grpc_status.value[0], message=str(refusal))
    if refusal.retry_after is not None:
        message.details.append(_packed(RetryInfo(retry_delay=Duration(seconds=refusal.retry_after))))
    if isinstance(refusal, NotOtlp):
        violation = BadRequest.FieldViolation(field="body", description=str(refusal))
        message.details.append(_packed(BadRequest(field_violations=[violation])))
    return message


def status_json(refusal: Refusal) -> bytes:
    """A refusal as JSON."""
    return json.dumps({"code": refusal.grpc_status.value[0], "message": str(refusal)}).encode()


def _packed(detail: RetryInfo | BadRequest) -> AnyMessage:
    packed = AnyMessage()
    packed.Pack(detail)
    return packed
