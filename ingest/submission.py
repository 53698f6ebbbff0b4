"""What one request hands to the writer, and what the writer answers."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from finops.telemetry.types import Signal
from ingest.errors import ItemRefused, Rejected
from ingest.rows import Row

DAY_NS = 86_400 * 10**9
MAX_REASONS = 20  # lines of `rejected` per request
EPOCH = dt.date(1970, 1, 1)
# What is partitioned by time, and written for each signal.
TABLES = {
    Signal.TRACES: ("span", "charge"),
    Signal.METRICS: ("metric_point",),
    Signal.LOGS: ("span", "charge", "log_record"),
}


class OriginRow(NamedTuple):
    """A row of `origin`; all spans of a submission refer to one of these."""

    origin_id: int
    layer: int
    service: str | None
    scope_name: str
    scope_version: str
    schema_url: str
    dialect: str
    attributes: bytes  # JSON
    dims: bytes  # JSON


class SeriesRow(NamedTuple):
    """A row of `metric_series`; every point of a submission refers to one of these."""

    series_id: int
    origin_id: int
    meter_id: str | None  # uuid
    kind: int
    temporality: int
    is_monotonic: bool
    name: str
    unit: str
    description: str
    attributes: bytes  # JSON
    dims: bytes  # JSON


class KnownCall(NamedTuple):
    """That a call is known which counters have counted in this trace: in one hour of it, or in all."""

    trace_id: bytes
    hour: int | None  # unix microseconds of its start; None: whenever


class Partition(NamedTuple):
    """A table and a UTC day."""

    table: str
    day: dt.date


@dataclass(slots=True)
class Submission:
    """Rows of one request, or a portion of a large one. Filled by the pipeline, then only read."""

    project_id: int
    signal: Signal = Signal.TRACES
    requests: int = 0  # 1 in the first portion of a request
    byte_count: int = 0  # of the whole request, in its first portion
    rows: list[Row] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # unix ns, one per row
    trace_ids: list[bytes | None] = field(default_factory=list)  # to settle; one per row
    origins: dict[int, OriginRow] = field(default_factory=dict)
    series: dict[int, SeriesRow] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    values: set[tuple[str, str]] = field(default_factory=set)  # of dimensions, used for the first time today
    calls: set[KnownCall] = field(default_factory=set)  # that counters have counted as well

    def add(self, row: Row, start_ns: int, trace_id: bytes | None) -> None:
        """Take one item; `trace_id` is what it makes worth settling."""
        self.rows.append(row)
        self.starts.append(start_ns)
        self.trace_ids.append(trace_id)

    def refuse(self, refusal: ItemRefused, service: str | None) -> None:
        """Count one item that cannot be stored; the first of each reason is kept as the example."""
        for index, line in enumerate(self.rejected):
            if line.reason == refusal.reason and line.service == service:
                self.rejected[index] = line._replace(items=line.items + 1)
                return
        if len(self.rejected) < MAX_REASONS:
            self.rejected.append(Rejected(refusal.reason, service, 1, str(refusal)))
        else:
            self.rejected[-1] = self.rejected[-1]._replace(items=self.rejected[-1].items + 1)

    @property
    def partitions(self) -> set[Partition]:
        """Where its rows go: tables and UTC days."""
        days = {EPOCH + dt.timedelta(days=day) for day in {start // DAY_NS for start in self.starts}}
        metered = any(one.meter_id for one in self.series.values())
        tables = {*TABLES[self.signal], *(TABLES[Signal.TRACES] if metered else ())}
        return {Partition(table, day) for table in tables for day in days}

    @property
    def rejected_count(self) -> int:
        """How many items were refused."""
        return sum(rejected.items for rejected in self.rejected)


@dataclass(slots=True)
class Receipt:
    """Everything of a submission that could be stored is committed; `rejected` was refused."""

    rejected: list[Rejected]
