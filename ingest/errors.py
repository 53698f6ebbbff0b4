"""What the receiver refuses, and how it says so in HTTP and gRPC."""

from typing import NamedTuple

from grpc import StatusCode


class Malformed(ValueError):
    """The request is not OTLP: 400 / INVALID_ARGUMENT, never worth a retry."""


class ItemRefused(ValueError):
    """One span, log record or point cannot be stored; its neighbours can.

    `reason` is a code, the message teaches.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Refusal(Exception):
    """A whole request is refused. `retry_after` in seconds makes the client try again."""

    http_status: int = 400
    grpc_status: StatusCode = StatusCode.INVALID_ARGUMENT
    retry_after: int | None = None


class Unauthenticated(Refusal):
    """No key, or one that is unknown, revoked or expired."""

    http_status, grpc_status = 401, StatusCode.UNAUTHENTICATED


class Forbidden(Refusal):
    """A key that may not send telemetry."""

    http_status, grpc_status = 403, StatusCode.PERMISSION_DENIED


class NotOtlp(Refusal):
    """The body cannot be decoded."""


class TooLarge(Refusal):
    """Over the limit, before or after decompression. Never worth a retry."""

    http_status, grpc_status = 413, StatusCode.RESOURCE_EXHAUSTED


class UnsupportedMedia(Refusal):
    """A content type or encoding that OTLP does not know."""

    http_status, grpc_status = 415, StatusCode.UNIMPLEMENTED


class Overloaded(Refusal):
    """Too much is waiting here: try again."""

    http_status, grpc_status, retry_after = 429, StatusCode.RESOURCE_EXHAUSTED, 1


class Unavailable(Refusal):
    """We cannot store right now (503, never 500: exporters drop what is answered 500)."""

    http_status, grpc_status, retry_after = 503, StatusCode.UNAVAILABLE, 2


class Rejected(NamedTuple):
    """Why items of a request were refused: one line per reason and service."""

    reason: str
    service: str | None
    items: int  # how many spans, log records or points
    example: str
