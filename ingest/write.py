"""Group commit: requests that arrive together share one transaction.

Promise: `submit` returns only after the transaction that stores the submission has committed. When
it raises, nothing may be assumed stored; sending the same again is safe, because rows are keyed.

While one group commits the next one gathers. A row the database refuses is found by halving and
refused alone. Without a database every waiting and new submission is refused at once, to be retried.
"""

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

import psycopg
from psycopg import AsyncConnection, errors

from finops.core.db.partitions import ensure_partitions
from ingest.errors import Overloaded, Refusal, Rejected, Unavailable
from ingest.group import OriginKey, origin_rows, series_rows, store
from ingest.submission import Partition, Receipt, Submission

logger = logging.getLogger(__name__)

GATHER_SECONDS = 0.003
PROBE_SECONDS = 1.0
MAX_GROUP_ROWS = 16_384
MAX_WAITING_ROWS = 131_072
STORE_TIMEOUT = 60.0  # seconds: a database that hangs is as good as stopped
RETRIES = 3
MAX_KNOWN = 50_000  # origins, and series
SESSION = "-c statement_timeout=50000 -c idle_in_transaction_session_timeout=60000"

TRANSIENT = (errors.DeadlockDetected, errors.SerializationFailure, errors.LockNotAvailable)
BAD_ROW = (psycopg.DataError, psycopg.IntegrityError, errors.ProgramLimitExceeded)
Waiting = tuple[Submission, "asyncio.Future[Receipt]"]


class Writer:
    """The one writer of a process, with one connection of its own."""

    def __init__(self, database_url: str, on_commit: Callable[[], None]) -> None:
        self._url = database_url
        self._on_commit = on_commit
        self._waiting: list[Waiting] = []
        self._waiting_rows = 0
        self._wake = asyncio.Event()
        self._connection: AsyncConnection | None = None
        self._known_origins: set[OriginKey] = set()
        self._known_series: set[OriginKey] = set()
        self._today = dt.date.min
        self._known_partitions: set[Partition] = set()
        self._task: asyncio.Task[None] | None = None
        self.attempted = asyncio.Event()  # set once the first connection was tried

    @property
    def connected(self) -> bool:
        """Whether the database was reachable when last tried."""
        return self._connection is not None and not self._connection.closed

    def start(self) -> None:
        """Begin to connect and to write."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Write what waits, then close."""
        deadline = asyncio.get_running_loop().time() + 10
        while self._waiting and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._disconnect()

    async def submit(self, submission: Submission) -> Receipt:
        """Store a submission. Raises Unavailable or Overloaded, both worth a retry."""
        if not self.connected:
            raise Unavailable("The database is not reachable. Please send this again.")
        if self._waiting_rows > MAX_WAITING_ROWS:
            raise Overloaded("Too much is waiting to be written. Please send this again.")
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((submission, answer))
        self._waiting_rows += len(submission.rows)
        self._wake.set()
        return await answer

    async def _run(self) -> None:
        while True:
            if not self.connected:
                await self._connect()
            try:
                async with asyncio.timeout(PROBE_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                await self._probe()
                continue
            await asyncio.sleep(GATHER_SECONDS)
            group = self._take()
            if group:
                await self._write(group)

    async def _probe(self) -> None:
        """While nothing arrives, notice that the database went away, so that readiness says so."""
        try:
            async with asyncio.timeout(STORE_TIMEOUT):
                if self._connection is not None:
                    await self._connection.execute("SELECT 1")
        except (psycopg.Error, OSError, TimeoutError):
            await self._disconnect()

    def _take(self) -> list[Waiting]:
        rows = count = 0
        for submission, _ in self._waiting:
            if count and rows + len(submission.rows) > MAX_GROUP_ROWS:
                break
            rows, count = rows + len(submission.rows), count + 1
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        self._waiting_rows -= rows
        if not self._waiting:
            self._wake.clear()
        return group

    async def _write(self, group: list[Waiting]) -> None:
        try:
            async with asyncio.timeout(STORE_TIMEOUT):
                receipts = await self._store([submission for submission, _ in group])
        except (psycopg.Error, OSError, TimeoutError) as error:
            logger.warning("A group of %d requests was not stored: %s", len(group), error)
            await self._disconnect()
            everyone = group + self._waiting
            self._waiting, self._waiting_rows = [], 0
            self._wake.clear()
            _refuse(everyone, Unavailable("The database did not take the spans. Please send this again."))
        except Exception:
            logger.exception("A group of %d requests could not be written", len(group))
            await self._disconnect()
            _refuse(group, Unavailable("Storing failed on our side. Please send this again."))
        else:
            for (_, answer), receipt in zip(group, receipts, strict=True):
                if not answer.done():
                    answer.set_result(receipt)
            self._on_commit()

    async def _store(self, group: Sequence[Submission]) -> list[Receipt]:
        """Store a group; when the database refuses a row, find it by halving. Raises psycopg.Error."""
        try:
            await self._store_once(group)
        except BAD_ROW as error:
            if len(group) > 1:
                middle = len(group) // 2
                return [*await self._store(group[:middle]), *await self._store(group[middle:])]
            return [await self._isolate(group[0], error)]
        return [Receipt(submission.rejected) for submission in group]

    async def _isolate(self, submission: Submission, error: psycopg.Error) -> Receipt:
        count = len(submission.rows)
        if count <= 1:
            logger.warning("A span was refused by the database: %s", error)
            reason = str(error.diag.message_primary or error)[:200]
            rejected = [*submission.rejected, Rejected("unstorable", None, count, reason)]
            await self._store_once([_part(submission, 0, 0, rejected)])
            return Receipt(rejected)
        middle = count // 2
        halves = [_part(submission, 0, middle, submission.rejected), _part(submission, middle, count, [])]
        return Receipt(
            [line for half in halves for receipt in await self._store([half]) for line in receipt.rejected]
        )

    async def _store_once(self, group: Sequence[Submission]) -> None:
        connection = self._connection
        if connection is None:
            raise psycopg.OperationalError("not connected")
        await self._ensure_partitions(group)
        self._begin_day()
        origins = origin_rows(group, self._known_origins)
        series = series_rows(group, self._known_series)
        for attempt in range(RETRIES):
            try:
                await store(connection, group, origins, series)
                break
            except TRANSIENT:
                if attempt == RETRIES - 1:
                    raise
        for known, added in ((self._known_origins, origins), (self._known_series, series)):
            if len(known) > MAX_KNOWN:
                known.clear()
            known.update(added)

    def _begin_day(self) -> None:
        """A series is stored once on each day that it is sent, so that one nobody sends can be told."""
        today = dt.datetime.now(dt.UTC).date()
        if today != self._today:
            self._today = today
            self._known_series.clear()

    async def _ensure_partitions(self, group: Sequence[Submission]) -> None:
        missing = {one for submission in group for one in submission.partitions} - self._known_partitions
        if missing:
            await asyncio.to_thread(_make_partitions, self._url, missing)
            self._known_partitions |= missing

    async def _connect(self) -> None:
        pause = 0.1
        while True:
            try:
                self._connection = await AsyncConnection.connect(
                    self._url, autocommit=True, connect_timeout=5, options=SESSION, application_name="ingest"
                )
            except (psycopg.Error, OSError) as error:
                logger.warning("The database is not reachable: %s", error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)
            else:
                return
            finally:
                self.attempted.set()

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        self._known_partitions.clear()  # whoever restored the database may have dropped some
        self._known_origins.clear()
        self._known_series.clear()
        if connection is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await connection.close()


def _make_partitions(url: str, missing: set[Partition]) -> None:
    with psycopg.connect(url, autocommit=True, connect_timeout=5, options=SESSION) as connection:
        for table in sorted({one.table for one in missing}):
            ensure_partitions(connection, {one.day for one in missing if one.table == table}, [table])


def _part(submission: Submission, start: int, end: int, rejected: list[Rejected]) -> Submission:
    return replace(
        submission,
        rows=submission.rows[start:end],
        starts=submission.starts[start:end],
        trace_ids=submission.trace_ids[start:end],
        rejected=rejected,
        requests=submission.requests if start == 0 else 0,
        byte_count=submission.byte_count if start == 0 else 0,
    )


def _refuse(group: list[Waiting], refusal: Refusal) -> None:
    for _, answer in group:
        if not answer.done():
            answer.set_exception(refusal)
