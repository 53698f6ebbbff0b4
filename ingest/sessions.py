"""The trace of a coding agent's session: where its log events and counters go that name no trace."""

from collections.abc import Mapping

from finops.telemetry.meter_traces import session_trace
from ingest.records import Origin

SESSION = "session"


def trace_of_session(origin: Origin, dims: Mapping[str, str]) -> bytes | None:
    """The trace of the session that a record names, or its resource."""
    session = dims.get(SESSION) or origin.dims.get(SESSION)
    return session_trace(origin.service or "", session) if session else None
