"""The log records of a trace: what is read of them, and how."""

import datetime as dt
import json
import uuid
from typing import Any, NamedTuple

from finops.core.db.rows import fetch, fetch_one
from finops.core.paging import BigInt, Cursor

PAGE = 100
# OTLP severity numbers: the first of each range and what it is called.
SEVERITIES = ((21, "fatal"), (17, "error"), (13, "warning"), (9, "info"), (5, "debug"), (1, "trace"))
COLUMNS = """l.time, l.fingerprint, l.span_id, l.severity, l.event_name, coalesce(l.attributes, '{}')::text,
    l.content IS NOT NULL, o.service, o.scope_name"""
FROM_LOG = """
    FROM log_record l LEFT JOIN origin o ON (o.project_id, o.origin_id) = (l.project_id, l.origin_id)
    WHERE l.project_id = %s AND l.trace_id = %s"""


class LogKey(NamedTuple):
    """Where a page of records ended."""

    time: dt.datetime
    fingerprint: BigInt


CURSOR = Cursor(LogKey)


class LogRow(NamedTuple):
    """One record without its content."""

    time: dt.datetime
    fingerprint: int
    span_id: int | None
    severity: int
    event_name: str | None
    json: str  # attributes
    has_content: bool
    service: str | None
    scope_name: str | None

    @property
    def attributes(self) -> dict[str, Any]:
        """Its attributes that are not content."""
        found: dict[str, Any] = json.loads(self.json)
        return found

    @property
    def level(self) -> str:
        """The name of its severity; empty where none is stated."""
        return next((name for least, name in SEVERITIES if self.severity >= least), "")


class LogPage(NamedTuple):
    """Records in the order of time, and where the next page begins."""

    records: list[LogRow]
    next: str | None


class Exists(NamedTuple):
    """Something is there."""

    one: int


class LogContent(NamedTuple):
    """The body of a record and its attributes with content."""

    json: str | None


def log_page(*, project_id: int, trace_id: uuid.UUID, after: LogKey | None) -> LogPage:
    """A page of the records of a trace."""
    beyond = " AND (l.time, l.fingerprint) > (%s, %s)" if after else ""
    sql = f"SELECT {COLUMNS} {FROM_LOG}{beyond} ORDER BY l.time, l.fingerprint LIMIT %s"
    found = fetch(LogRow, sql, [project_id, trace_id, *(after or ()), PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = CURSOR.encode(LogKey(last.time, last.fingerprint)) if last else None
    return LogPage(found[:PAGE], following)


def has_logs(*, project_id: int, trace_id: uuid.UUID) -> bool:
    """Whether a trace has any record."""
    sql = "SELECT 1 FROM log_record WHERE project_id = %s AND trace_id = %s LIMIT 1"
    return fetch_one(Exists, sql, [project_id, trace_id]) is not None


def log_record(*, project_id: int, trace_id: uuid.UUID, key: LogKey) -> LogRow | None:
    """One record."""
    sql = f"SELECT {COLUMNS} {FROM_LOG} AND l.time = %s AND l.fingerprint = %s"
    return fetch_one(LogRow, sql, [project_id, trace_id, *key])


def log_content(*, project_id: int, trace_id: uuid.UUID, key: LogKey) -> dict[str, Any] | None:
    """What a record says. The only statement that reads this column for a person."""
    sql = f"SELECT l.content::text {FROM_LOG} AND l.time = %s AND l.fingerprint = %s"
    found = fetch_one(LogContent, sql, [project_id, trace_id, *key])
    return json.loads(found.json) if found and found.json else None
