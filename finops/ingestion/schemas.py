"""What the API says about batches."""

import datetime as dt
from typing import Any

from ninja import Schema

from finops.ingestion.types import Batch
from finops.telemetry.types import Signal


class BatchOut(Schema):
    """One project and signal of a committed group; `settled_at` is null until the rollups have it."""

    id: int
    project: str
    signal: str
    received_at: dt.datetime
    settled_at: dt.datetime | None
    min_time: dt.datetime | None
    max_time: dt.datetime | None
    byte_count: int
    request_count: int
    item_count: int
    stored_count: int
    rejected_count: int
    charge_count: int
    attempts: int
    error: str | None


class BatchesOut(Schema):
    """A page of batches, newest first; `next` is the cursor of the following page, null at the end."""

    items: list[BatchOut]
    next: str | None


def batch_out(batch: Batch) -> dict[str, Any]:
    """A batch as the API tells it."""
    return {**batch._asdict(), "signal": Signal(batch.signal).name.lower()}
