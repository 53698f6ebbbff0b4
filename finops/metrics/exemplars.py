"""Examples of what a histogram or counter measured, with the trace each was measured in."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

import orjson

from finops.core.db.files import read_sql
from finops.core.db.rows import fetch
from finops.metrics.axis import Axis
from finops.metrics.types import Series

MOST = 10
LOOKED = 20_000  # points that are looked at, over all series
SQL = read_sql(__file__, "exemplars.sql")
TRACE_DIGITS = 32
A_DAY_NS = 86_400 * 10**9  # an example that is further from its point states no time


class Exemplar(NamedTuple):
    """One measurement: its value in the metric's unit, and its trace."""

    project_id: int
    time: dt.datetime
    value: float
    trace_id: uuid.UUID


def exemplars(series: Sequence[Series], axis: Axis) -> list[Exemplar]:
    """The newest of the newest points that have some, at most ten."""
    if not series:
        return []
    wanted = {
        "projects": [one.project_id for one in series],
        "series": [one.series_id for one in series],
        "since": axis.edges[0],
        "until": axis.edges[-1],
        "looked": LOOKED // len(series),
        "most": MOST,
    }
    rows = fetch(lambda *columns: columns, SQL, wanted)
    found = [one for project_id, time, stored in rows for one in _stated(project_id, time, stored)]
    return sorted(found, key=lambda one: one.time, reverse=True)[:MOST]


def _stated(project_id: int, time: dt.datetime, stored: str) -> list[Exemplar]:
    """Those that state a value and a trace."""
    return [
        Exemplar(
            project_id,
            time + dt.timedelta(microseconds=one["time_ns"] // 1000)
            if abs(one["time_ns"]) < A_DAY_NS
            else time,
            one["value"],
            uuid.UUID(one["trace_id"]),
        )
        for one in orjson.loads(stored)
        if one["value"] is not None and len(one["trace_id"]) == TRACE_DIGITS
    ]
