"""One transaction that stores a group of submissions: all of it, or nothing.

The caller answers its requests only after `store` has returned: then everything is committed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from psycopg import AsyncConnection, errors

from finops.core.db.binary_copy import HEADER, TRAILER
from finops.telemetry.types import Signal
from ingest import sql
from ingest.submission import OriginRow, Submission

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
OriginKey = tuple[int, int]
COPY_ROWS = 2_000  # handed over at a time: a group in one piece would be in memory twice


def origin_rows(group: Iterable[Submission], known: set[OriginKey]) -> dict[OriginKey, OriginRow]:
    """The origins of a group that this process has not stored before, in key order."""
    found = {
        (submission.project_id, origin_id): origin
        for submission in group
        for origin_id, origin in submission.origins.items()
    }
    return {key: found[key] for key in sorted(found.keys() - known)}


async def store(
    connection: AsyncConnection, group: Sequence[Submission], origins: dict[OriginKey, OriginRow]
) -> None:
    """Write a group in one transaction. Raises psycopg errors; then nothing of it is stored."""
    async with connection.transaction():
        await _insert_origins(connection, origins)
        stored, charges = await _copy(connection, group)
        async with connection.cursor() as cursor:
            await cursor.executemany(sql.BATCH, _batches(group, stored, charges))
            if any(submission.rejected for submission in group):
                await cursor.executemany(sql.REJECTION, _rejections(group))


async def _insert_origins(connection: AsyncConnection, origins: dict[OriginKey, OriginRow]) -> None:
    for (project_id, _), origin in origins.items():
        values = [*origin[:-2], origin.attributes.decode(), origin.dims.decode()]
        await connection.execute(sql.ORIGIN, [project_id, *values])


async def _copy(
    connection: AsyncConnection, group: Sequence[Submission]
) -> tuple[dict[int, int] | None, dict[int, int] | None]:
    """COPY straight into the tables; only a duplicate takes the slower path, which counts what was new."""
    try:
        async with connection.transaction():
            await _copy_rows(connection, group, sql.COPY_SPAN, sql.COPY_CHARGE)
    except errors.UniqueViolation:
        return await _copy_new(connection, group)
    return None, None


async def _copy_rows(
    connection: AsyncConnection, group: Sequence[Submission], spans: str, charges: str
) -> None:
    rows = [row for submission in group for row in submission.rows]
    async with connection.cursor() as cursor:
        for statement, data in (
            (spans, [row.span for row in rows]),
            (charges, [row.charge for row in rows if row.charge]),
        ):
            if data:
                async with cursor.copy(statement) as copy:
                    await copy.write(HEADER)
                    for start in range(0, len(data), COPY_ROWS):
                        await copy.write(b"".join(data[start : start + COPY_ROWS]))
                    await copy.write(TRAILER)


async def _copy_new(
    connection: AsyncConnection, group: Sequence[Submission]
) -> tuple[dict[int, int], dict[int, int]]:
    async with connection.cursor() as cursor:
        await cursor.execute(sql.STAGE)
        await _copy_rows(connection, group, sql.COPY_SPAN_STAGE, sql.COPY_CHARGE_STAGE)
        await cursor.execute(sql.INSERT_NEW_SPANS)
        stored: dict[int, int] = dict(await cursor.fetchall())
        await cursor.execute(sql.INSERT_NEW_CHARGES)
        charges: dict[int, int] = dict(await cursor.fetchall())
        await cursor.execute("DROP TABLE span_stage, charge_stage")
    return stored, charges


def _batches(
    group: Sequence[Submission], stored: dict[int, int] | None, charges: dict[int, int] | None
) -> list[tuple[object, ...]]:
    by_project: defaultdict[int, list[Submission]] = defaultdict(list)
    for submission in group:
        by_project[submission.project_id].append(submission)
    return [
        _batch(project_id, submissions, stored, charges)
        for project_id, submissions in sorted(by_project.items())
    ]


def _batch(
    project_id: int,
    submissions: list[Submission],
    stored: dict[int, int] | None,
    charges: dict[int, int] | None,
) -> tuple[object, ...]:
    starts = [start for submission in submissions for start in _ends(submission.starts)]
    rows = sum(len(submission.rows) for submission in submissions)
    metered = sum(1 for submission in submissions for row in submission.rows if row.charge)
    rejected = sum(submission.rejected_count for submission in submissions)
    return (
        project_id,
        Signal.TRACES,
        sum(submission.requests for submission in submissions),
        rows + rejected,
        rows if stored is None else stored.get(project_id, 0),
        rejected,
        metered if charges is None else charges.get(project_id, 0),
        sum(submission.byte_count for submission in submissions),
        _moment(min(starts)) if starts else None,
        _moment(max(starts)) if starts else None,
        [UUID(bytes=trace_id) for trace_id in {tid for s in submissions for tid in s.trace_ids}],
    )


def _ends(starts: list[int]) -> tuple[int, ...]:
    return (min(starts), max(starts)) if starts else ()


def _moment(unix_ns: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=unix_ns // 1000)


def _rejections(group: Sequence[Submission]) -> list[tuple[object, ...]]:
    return [
        (submission.project_id, Signal.TRACES, line.reason, line.service, line.spans, line.example)
        for submission in group
        for line in submission.rejected
    ]
