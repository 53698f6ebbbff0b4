"""Counts requests with keys that are revoked or have expired, for those who look for their senders.

Only keys that exist are counted, so there are never more counts than keys, and what a stranger sends
writes nothing. The counts are written together, seconds after the first of them.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg

logger = logging.getLogger(__name__)

WRITE_AFTER = 3.0  # seconds
COUNT = """
UPDATE accounts_apikey key SET refused_count = refused_count + seen.times, last_refused_at = now()
FROM unnest(%s::bigint[], %s::bigint[]) AS seen (id, times) WHERE key.id = seen.id
"""


class RefusedKeys:
    """The counts of one process; `execute` runs a statement with its values and commits."""

    def __init__(self, execute: Callable[[str, tuple[list[int], list[int]]], Awaitable[Any]]) -> None:
        self._execute = execute
        self._times: Counter[int] = Counter()
        self._writing: asyncio.Task[None] | None = None

    def note(self, key_id: int) -> None:
        """A request with this key was refused. Returns at once."""
        self._times[key_id] += 1
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_soon())

    async def close(self) -> None:
        """Write what waits."""
        if self._writing:
            self._writing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._writing
        await self._write()

    async def _write_soon(self) -> None:
        while self._times:
            await asyncio.sleep(WRITE_AFTER)
            await self._write()

    async def _write(self) -> None:
        times, self._times = self._times, Counter()
        if not times:
            return
        try:
            await self._execute(COUNT, (list(times), list(times.values())))
        except (psycopg.Error, OSError) as error:
            self._times.update(times)  # tried again with what comes meanwhile
            logger.warning("Uses of revoked keys could not be counted: %s", error)
