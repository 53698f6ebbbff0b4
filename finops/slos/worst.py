"""The traces that spent the budget of an SLO."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from finops.core.db.rows import fetch
from finops.ledger.objectives.selectors import Asked, bad_minutes
from finops.slos.models import Slo
from finops.slos.services import counted
from finops.slos.types import Window
from finops.slos.worst_query import worst_statement

MINUTES = 30  # with most bad events: enough for the worst, few enough to read at once
MOST = 10


class Worst(NamedTuple):
    """A trace with an event that was bad. Durations are nanoseconds, the cost is USD."""

    project_id: int
    trace_id: UUID
    name: str | None
    at: dt.datetime
    duration_ns: int
    ttft_ns: int | None
    cost: Decimal | None


def worst_traces(slo: Slo, window: Window) -> list[Worst]:
    """The worst of the minutes with most bad events."""
    minutes = bad_minutes(Asked(slo.counter_id, window.start, window.now), MINUTES)
    if not minutes:
        return []
    what = counted(slo)
    parameters = {**what._asdict(), "minutes": [one.minute for one in minutes], "most": MOST}
    return fetch(Worst, worst_statement(what.indicator, what.subject), parameters)
