"""The traces in which counters are charged: of their session or, where they name none, of their user's day.

A series without a session is kept under its user (`meter_of_user`); what it grew by is charged in a trace
of each UTC day (`day_trace`), from which the series are found again (`meter_of_day`). Pure.
"""

from functools import lru_cache
from uuid import UUID, uuid5

NAMESPACE = UUID("8a1f5d1e-6f0c-4c58-9b1e-3d4f4d2f7a10")
DAY = 86_400_000_000  # microseconds
DAY_BYTES = 4  # at the beginning of a trace id; zero in the id of a meter
DAYS = range(1, 100_000)  # since 1970: what can be one


@lru_cache(maxsize=10_000)
def session_trace(service: str, session: str) -> bytes:
    """A trace id of its own for each session of a service."""
    return uuid5(NAMESPACE, f"{service}\x00{session}").bytes


@lru_cache(maxsize=10_000)
def meter_of_user(service: str, user: str) -> bytes:
    """The id under which the counters of a user are found that name no session."""
    return bytes(DAY_BYTES) + uuid5(NAMESPACE, f"{service}\x00\x00{user}").bytes[DAY_BYTES:]


def day_trace(meter_id: bytes, time: int) -> bytes:
    """The trace of the UTC day of this moment, in unix microseconds."""
    return (time // DAY).to_bytes(DAY_BYTES, "big") + meter_id[DAY_BYTES:]


def meter_of_day(trace_id: bytes) -> tuple[bytes, int] | None:
    """The meter that a trace may be a day of, and the beginning of that day in unix microseconds."""
    day = int.from_bytes(trace_id[:DAY_BYTES], "big")
    return (bytes(DAY_BYTES) + trace_id[DAY_BYTES:], day * DAY) if day in DAYS else None
