"""The trace of a coding agent's session: where its log events and counters go that name no trace."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID, uuid5

from ingest.records import Origin

NAMESPACE = UUID("8a1f5d1e-6f0c-4c58-9b1e-3d4f4d2f7a10")
SESSION = "session"


@lru_cache(maxsize=10_000)
def session_trace(service: str, session: str) -> bytes:
    """A trace id of its own for each session of a service."""
    return uuid5(NAMESPACE, f"{service}\x00{session}").bytes


def trace_of_session(origin: Origin, dims: Mapping[str, str]) -> bytes | None:
    """The trace of the session that a record names, or its resource."""
    session = dims.get(SESSION) or origin.dims.get(SESSION)
    return session_trace(origin.service or "", session) if session else None
