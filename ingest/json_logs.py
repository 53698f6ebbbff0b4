"""Log records of OTLP/JSON as the official messages."""

from google.protobuf.json_format import ParseDict, ParseError
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

from ingest.errors import ItemRefused
from ingest.json_values import Json, base64_ids


def log_record(given: Json) -> LogRecord:
    """One log record. Raises ItemRefused."""
    if not isinstance(given, dict):
        raise ItemRefused("malformed", "a log record must be a JSON object")
    try:
        return ParseDict(base64_ids(given), LogRecord(), ignore_unknown_fields=True)
    except ParseError as error:
        raise ItemRefused("malformed", f"the log record cannot be read: {error}"[:200]) from None
