"""What one request hands to the writer, and what the writer answers."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.errors import Rejected, SpanRefused
from ingest.rows import Row

DAY_NS = 86_400 * 10**9
MAX_REASONS = 20  # lines of `rejected` per request
EPOCH = dt.date(1970, 1, 1)


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


@dataclass(slots=True)
class Submission:
    """Rows of one request, or a portion of a large one. Filled by the pipeline, then only read."""

    project_id: int
    requests: int = 0  # 1 in the first portion of a request
    byte_count: int = 0  # of the whole request, in its first portion
    rows: list[Row] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # unix ns, one per row
    trace_ids: list[bytes] = field(default_factory=list)  # one per row
    origins: dict[int, OriginRow] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)

    def add(self, row: Row, start_ns: int, trace_id: bytes) -> None:
        """Take one span."""
        self.rows.append(row)
        self.starts.append(start_ns)
        self.trace_ids.append(trace_id)

    def refuse(self, refusal: SpanRefused, service: str | None) -> None:
        """Count one span that cannot be stored; the first of each reason is kept as the example."""
        for index, line in enumerate(self.rejected):
            if line.reason == refusal.reason and line.service == service:
                self.rejected[index] = line._replace(spans=line.spans + 1)
                return
        if len(self.rejected) < MAX_REASONS:
            self.rejected.append(Rejected(refusal.reason, service, 1, str(refusal)))
        else:
            self.rejected[-1] = self.rejected[-1]._replace(spans=self.rejected[-1].spans + 1)

    @property
    def days(self) -> set[dt.date]:
        """The UTC days its spans start on."""
        return {EPOCH + dt.timedelta(days=day) for day in {start // DAY_NS for start in self.starts}}

    @property
    def rejected_count(self) -> int:
        """How many spans were refused."""
        return sum(rejected.spans for rejected in self.rejected)


@dataclass(slots=True)
class Receipt:
    """Everything of a submission that could be stored is committed; `rejected` was refused."""

    rejected: list[Rejected]
