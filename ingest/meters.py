"""Metrics whose growth is spend: counters of coding agents (telemetry reference 5.9).

What an SDK counts in `gen_ai.client.token.usage` it says in its spans as well: that is never spend.
"""

from finops.telemetry.meters import METERS
from ingest.decode_metric import Series
from ingest.sessions import trace_of_session


def meter_of(series: Series) -> bytes | None:
    """The trace of the session whose charges are made of this series; None: it is no spend."""
    return trace_of_session(series.origin, series.dims) if series.name in METERS else None
