"""Requests with OTLP log records from short descriptions, as official protobuf messages."""

from collections.abc import Mapping
from typing import Any

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, SeverityNumber

from tests.factories.otlp import (
    CORPUS,
    DEFAULT_RESOURCE,
    any_value,
    key_values,
    nanoseconds,
    span_id,
    trace_id,
)


def log(
    event: str = "",
    attributes: Mapping[str, Any] | None = None,
    *,
    body: Any = None,
    trace: str | None = None,
    span: str | None = None,
    at: float = 1000,
    severity: int = 9,
) -> LogRecord:
    """One record, `at` milliseconds after the start of everything."""
    record = LogRecord(
        event_name=event,
        time_unix_nano=nanoseconds(at),
        severity_number=SeverityNumber.Name(severity),
        trace_id=trace_id(trace) if trace else b"",
        span_id=span_id(span) if span else b"",
        attributes=key_values(attributes),
    )
    if body is not None:
        record.body.CopyFrom(any_value(body))
    return record


def recorded_logs(folder: str) -> list[ExportLogsServiceRequest]:
    """The recorded logs of a corpus folder in order of arrival, moved to yesterday."""
    paths = sorted((CORPUS / folder).glob("*.logs.pb"))
    requests = [ExportLogsServiceRequest.FromString(path.read_bytes()) for path in paths]
    records = [
        record
        for request in requests
        for group in request.resource_logs
        for scope in group.scope_logs
        for record in scope.log_records
    ]
    offset = nanoseconds(0) - min((one.observed_time_unix_nano for one in records), default=0)
    for one in records:
        one.time_unix_nano = one.observed_time_unix_nano = one.observed_time_unix_nano + offset
    return requests


def export_logs(
    *records: LogRecord,
    scope_name: str = "app",
    version: str = "",
    resource_attributes: Mapping[str, Any] | None = None,
) -> ExportLogsServiceRequest:
    """One export request with the records of one scope of one service."""
    request = ExportLogsServiceRequest()
    group = request.resource_logs.add()
    group.resource.attributes.extend(
        key_values(DEFAULT_RESOURCE if resource_attributes is None else resource_attributes)
    )
    scope = group.scope_logs.add(log_records=records)
    scope.scope.name, scope.scope.version = scope_name, version
    return request
