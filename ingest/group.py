"""One transaction that stores a group of submissions: all of it, or nothing.

The caller answers its requests only after `store` has returned: then everything is committed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from uuid import UUID

from psycopg import AsyncConnection, errors

from finops.core.db.binary_copy import HEADER, TRAILER
from finops.telemetry.types import Signal
from ingest import sql
from ingest.submission import OriginRow, SeriesRow, Submission

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
OriginKey = tuple[int, int]
Counts = dict[str, dict[int, int]]  # by table and project: rows that were new
COPY_ROWS = 2_000  # handed over at a time: a group in one piece would be in memory twice


def origin_rows(group: Iterable[Submission], known: set[OriginKey]) -> dict[OriginKey, OriginRow]:
    """The origins of a group that this process has not stored before, in key order."""
    found = {
        (submission.project_id, origin_id): origin
        for submission in group
        for origin_id, origin in submission.origins.items()
    }
    return {key: found[key] for key in sorted(found.keys() - known)}


def series_rows(group: Iterable[Submission], known: set[OriginKey]) -> dict[OriginKey, SeriesRow]:
    """The series of a group that this process has not stored before, in key order."""
    found = {
        (submission.project_id, series_id): series
        for submission in group
        for series_id, series in submission.series.items()
    }
    return {key: found[key] for key in sorted(found.keys() - known)}


async def store(
    connection: AsyncConnection,
    group: Sequence[Submission],
    origins: dict[OriginKey, OriginRow],
    series: dict[OriginKey, SeriesRow],
) -> None:
    """Write a group in one transaction. Raises psycopg errors; then nothing of it is stored."""
    async with connection.transaction():
        await _insert_origins(connection, origins)
        await _insert_series(connection, series)
        new = await _copy(connection, group)
        async with connection.cursor() as cursor:
            if values := _values(group):
                await cursor.executemany(sql.VALUE, values)
            if calls := _calls(group):
                await cursor.executemany(sql.CALL, calls)
            await cursor.executemany(sql.BATCH, _batches(group, new))
            if any(submission.rejected for submission in group):
                await cursor.executemany(sql.REJECTION, _rejections(group))


async def _insert_origins(connection: AsyncConnection, origins: dict[OriginKey, OriginRow]) -> None:
    for (project_id, _), origin in origins.items():
        values = [*origin[:-2], origin.attributes.decode(), origin.dims.decode()]
        await connection.execute(sql.ORIGIN, [project_id, *values])


async def _insert_series(connection: AsyncConnection, series: dict[OriginKey, SeriesRow]) -> None:
    if series:
        async with connection.cursor() as cursor:
            await cursor.executemany(
                sql.SERIES,
                [
                    (project_id, *one[:-2], one.attributes.decode(), one.dims.decode())
                    for (project_id, _), one in series.items()
                ],
            )


async def _copy(connection: AsyncConnection, group: Sequence[Submission]) -> dict[Signal, Counts]:
    """COPY straight into the tables; only a duplicate takes the slower path, which counts what was new."""
    try:
        async with connection.transaction():
            for table in sql.TABLES:
                await _copy_rows(connection, table.copy, _rows(group, table.name))
    except errors.UniqueViolation:
        return {
            signal: await _copy_new(connection, [one for one in group if one.signal == signal])
            for signal in sorted({one.signal for one in group})
        }
    return {}


def _rows(group: Sequence[Submission], name: str) -> list[bytes]:
    member = attrgetter(name)
    return [found for submission in group for row in submission.rows if (found := member(row))]


async def _copy_rows(connection: AsyncConnection, statement: str, data: list[bytes]) -> None:
    if not data:
        return
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write(HEADER)
        for start in range(0, len(data), COPY_ROWS):
            await copy.write(b"".join(data[start : start + COPY_ROWS]))
        await copy.write(TRAILER)


async def _copy_new(connection: AsyncConnection, group: Sequence[Submission]) -> Counts:
    """How many of each table's rows were new, by project."""
    counts: Counts = {}
    for table in sql.TABLES:
        data = _rows(group, table.name)
        if not data:
            continue
        await connection.execute(table.stage)
        await _copy_rows(connection, table.copy_stage, data)
        cursor = await connection.execute(table.insert_new)
        counts[table.name] = dict(await cursor.fetchall())
        await connection.execute(table.drop_stage)
    return counts


def _batches(group: Sequence[Submission], new: dict[Signal, Counts]) -> list[tuple[object, ...]]:
    found: defaultdict[tuple[int, Signal], list[Submission]] = defaultdict(list)
    for submission in group:
        found[submission.project_id, submission.signal].append(submission)
    return [
        _batch(project_id, signal, submissions, new.get(signal))
        for (project_id, signal), submissions in sorted(found.items())
    ]


def _batch(
    project_id: int, signal: Signal, submissions: list[Submission], new: Counts | None
) -> tuple[object, ...]:
    starts = [start for submission in submissions for start in _ends(submission.starts)]
    rows = sum(len(submission.rows) for submission in submissions)
    metered = sum(1 for submission in submissions for row in submission.rows if row.charge)
    rejected = sum(submission.rejected_count for submission in submissions)
    stored = new and sum(new.get(name, {}).get(project_id, 0) for name in ("span", "log", "point"))
    charges = new and new.get("charge", {}).get(project_id, 0)
    traces = {trace_id for one in submissions for trace_id in one.trace_ids if trace_id}
    traces |= {call.trace_id for one in submissions for call in one.calls}
    return (
        project_id,
        signal,
        sum(submission.requests for submission in submissions),
        rows + rejected,
        rows if stored is None else stored,
        rejected,
        metered if charges is None else charges,
        sum(submission.byte_count for submission in submissions),
        _moment(min(starts)) if starts else None,
        _moment(max(starts)) if starts else None,
        [UUID(bytes=trace_id) for trace_id in traces],
    )


def _values(group: Sequence[Submission]) -> list[tuple[int, str, str]]:
    """Values of dimensions, in key order so that writers cannot deadlock."""
    return sorted({(one.project_id, *value) for one in group for value in one.values})


def _calls(group: Sequence[Submission]) -> list[tuple[int, UUID, str]]:
    """Known calls that counters count as well, in key order."""
    found = {(one.project_id, call) for one in group for call in one.calls}
    return sorted(
        (project_id, UUID(bytes=call.trace_id), "-infinity" if call.hour is None else _hour(call.hour))
        for project_id, call in found
    )


def _hour(unix_us: int) -> str:
    return _moment(unix_us * 1000).isoformat()


def _ends(starts: list[int]) -> tuple[int, ...]:
    return (min(starts), max(starts)) if starts else ()


def _moment(unix_ns: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=unix_ns // 1000)


def _rejections(group: Sequence[Submission]) -> list[tuple[object, ...]]:
    return [
        (submission.project_id, submission.signal, line.reason, line.service, line.items, line.example)
        for submission in group
        for line in submission.rejected
    ]
