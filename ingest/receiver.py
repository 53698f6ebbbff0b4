"""What HTTP and gRPC share: from a request's bytes to a committed receipt."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping

import psycopg
from django.conf import settings

from finops.prices.pricebook import PriceBook
from finops.telemetry.types import Signal
from ingest.auth import Keys, Sender, key_of
from ingest.budget import Budget
from ingest.cardinality import KnownValues, ProjectValues
from ingest.custom_names import CustomNames, read_custom_names
from ingest.errors import Rejected, Unavailable
from ingest.notify import Notifier
from ingest.pipeline import Pipeline
from ingest.series_limit import KnownSeries, ProjectSeries
from ingest.write import Writer

logger = logging.getLogger(__name__)

BOOK_REFRESH = 15.0  # seconds between looks at whether prices changed
BOOK_RETRY = 0.5  # seconds, while there are no prices yet
FIRST_LOOK = 10.0  # seconds a start waits at most to learn whether the database answers


class Receiver:
    """The receiver of one process."""

    def __init__(self) -> None:
        self.url: str = settings.DATABASE_URL
        self.limit: int = settings.MAX_REQUEST_BYTES
        self.budget = Budget(settings.MAX_BYTES_IN_FLIGHT)
        self._keys = Keys(self.url)
        self._values = KnownValues(settings.MAX_DIMENSION_VALUES, self._keys.execute)
        self._series = KnownSeries(settings.MAX_METRIC_SERIES, self._keys.execute)
        self._notifier = Notifier()
        self._writer = Writer(self.url, self._notifier.committed)
        self._pipeline: Pipeline | None = None
        self._prices: asyncio.Task[None] | None = None
        self._looked_for_prices = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether spans can be stored right now."""
        return self._pipeline is not None and self._writer.connected

    async def start(self) -> None:
        """Connect in the background, and return after the first attempt, whether it succeeded or not.

        So a process that joins others on their port answers there only once it can store, and one
        whose database is down still says so to its clients.
        """
        self._notifier.start()
        self._writer.start()
        self._prices = asyncio.create_task(self._keep_prices())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_LOOK):
                await self._writer.attempted.wait()
                await self._looked_for_prices.wait()

    async def stop(self) -> None:
        """Answer what waits, then close."""
        if self._prices:
            self._prices.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._prices
        await self._writer.stop()
        await self._keys.close()

    async def sender(self, headers: Mapping[str, str]) -> Sender:
        """Who sends. Raises Unauthenticated, Forbidden or Unavailable."""
        return await self._keys.sender(key_of(headers))

    async def export(self, body: bytes, is_json: bool, sender: Sender, signal: Signal) -> list[Rejected]:
        """Store a decompressed body; returns what was refused of it once the rest is committed.

        Raises Refusal.
        """
        if self._pipeline is None:
            raise Unavailable("The receiver is starting. Please send this again.")
        rejected: list[Rejected] = []
        known = await self._known(sender, signal)
        async for portion in self._pipeline.prepare(body, is_json, sender, signal, *known):
            rejected += (await self._writer.submit(portion)).rejected
        return rejected

    async def _known(self, sender: Sender, signal: Signal) -> tuple[ProjectValues, ProjectSeries | None]:
        """What the project has sent lately of what is bounded."""
        try:
            values = await self._values.of(sender.project_id)
            return values, await self._series.of(sender.project_id) if signal is Signal.METRICS else None
        except (psycopg.Error, OSError):
            raise Unavailable("The database is not reachable. Please send this again.") from None

    async def _keep_prices(self) -> None:
        """Load the price book and custom dimensions, and again when they changed."""
        while True:
            try:
                self._use(*await asyncio.to_thread(self._load))
            except (psycopg.Error, OSError) as error:
                logger.warning("Prices and dimensions could not be read: %s", error)
            self._looked_for_prices.set()
            await asyncio.sleep(BOOK_REFRESH if self._pipeline else BOOK_RETRY)

    def _use(self, book: PriceBook | None, custom: CustomNames) -> None:
        if book is not None and self._pipeline is not None:
            self._pipeline.book = book
        pipeline = self._pipeline or (book and Pipeline(book))
        if pipeline:
            pipeline.allow(custom)
            self._pipeline = pipeline

    def _load(self) -> tuple[PriceBook | None, CustomNames]:
        """The price book, None when it is the one that is known or there is none yet; custom dimensions."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            current = self._pipeline.book.version if self._pipeline else None
            cursor = connection.cursor()
            custom = read_custom_names(cursor)
            if current is not None and PriceBook.latest_version(cursor) == current:
                return None, custom
            return PriceBook.load(cursor), custom
