"""Sends export requests over OTLP/HTTP, as a patient exporter does."""

import http.client
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

RETRYABLE = frozenset({429, 502, 503, 504})  # what OTLP tells clients to send again
PATIENCE = 120.0  # seconds of refusals in a row
TIMEOUT = 60.0  # seconds for one answer
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0  # seconds, where the receiver names none


class NotSent(RuntimeError):
    """The receiver did not take a request; the message says why."""


class Client:
    """One connection to the receiver. Not for several threads at once."""

    def __init__(self, url: str, key: str, pause: Callable[[float], None] = time.sleep) -> None:
        self._url, self._pause = urlsplit(url), pause
        self._headers = {"content-type": "application/x-protobuf", "authorization": f"Bearer {key}"}
        self._connection = http.client.HTTPConnection(self._url.netloc, timeout=TIMEOUT)

    def send(self, body: bytes) -> int:
        """Send until it is stored; gives the number of spans that were refused. Raises NotSent."""
        deadline, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
        while True:
            status, answer, wait = self._attempt(body)
            if status == http.client.OK:
                return int(ExportTraceServiceResponse.FromString(answer).partial_success.rejected_spans)
            if status not in RETRYABLE or time.monotonic() > deadline:
                raise NotSent(f"The receiver at {self._url.geturl()} answers {_reason(status, answer)}")
            self._pause(wait or pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _attempt(self, body: bytes) -> tuple[int, bytes, float]:
        """Status, body and seconds to wait; no answer at all counts as 503."""
        try:
            self._connection.request("POST", "/v1/traces", body, self._headers)
            response = self._connection.getresponse()
            return response.status, response.read(), float(response.getheader("retry-after") or 0)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return http.client.SERVICE_UNAVAILABLE, Status(message=str(error)).SerializeToString(), 0.0


def _reason(status: int, answer: bytes) -> str:
    message = Status.FromString(answer).message if answer else ""
    return f"{status}: {message}"
