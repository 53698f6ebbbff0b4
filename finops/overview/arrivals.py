"""What has arrived since an ingest key was made."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import NamedTuple

from finops.accounts.models import ApiKey, Scope
from finops.accounts.selectors import keys
from finops.core.db.files import read_sql
from finops.core.db.rows import fetch_one

ARRIVALS = read_sql(__file__, "arrivals.sql")
AROUND = dt.timedelta(minutes=5)  # a key notes its use to the minute


class Arrivals(NamedTuple):
    """The first span and the first counted call of a key; None for what has not come yet. Cost in USD."""

    first_at: dt.datetime | None = None
    trace_id: uuid.UUID | None = None  # once it can be opened
    call_trace_id: uuid.UUID | None = None
    model: str | None = None
    cost: Decimal | None = None  # None with a call: it has no price

    @property
    def stage(self) -> str:
        """How far it has come, in a word that changes whenever there is something new to tell."""
        if self.call_trace_id is not None:
            return "unpriced" if self.cost is None else "priced"
        if self.first_at is None:
            return "waiting"
        return "stored" if self.trace_id is None else "settled"

    @property
    def is_priced(self) -> bool:
        """Whether there is nothing left to wait for."""
        return self.cost is not None

    @property
    def is_unpriced(self) -> bool:
        """Whether calls came, and none of them has a price."""
        return self.call_trace_id is not None and self.cost is None


def ingest_key(key_id: int) -> ApiKey | None:
    """An ingest key."""
    return keys().filter(pk=key_id, scope=Scope.INGEST).first()


def arrivals(key: ApiKey) -> Arrivals:
    """What came with this key, or with another of its project at the same time."""
    used = key.last_used_at
    if used is None:
        return Arrivals()
    wanted = {
        "since": max(key.created_at, used - AROUND),
        "until": used + AROUND,
        "project": key.project_id,
    }
    return fetch_one(Arrivals, ARRIVALS, wanted) or Arrivals()
