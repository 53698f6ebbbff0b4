"""Loads the demo: sends the days that are missing, newest first, and waits until they are settled."""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import islice
from queue import SimpleQueue
from typing import NamedTuple

from django.db import connection

from finops.core.db.files import read_sql
from finops.runtime.demo import project as demo
from finops.runtime.demo.client import Client
from finops.runtime.demo.progress import Progress
from finops.runtime.demo.requests import Request, day_requests
from finops.runtime.demo.scenario import NIGHT_IS_OVER, nightly_trace_id

SENDERS = 2
LOOK = 0.5  # seconds between two looks at how far settling is
STUCK = 60.0  # seconds without anything being settled
PRESENT = read_sql(__file__, "present_days.sql")
HOW_FAR = read_sql(__file__, "how_far.sql")

Show = Callable[[Progress], None]


class Loaded(NamedTuple):
    """What a load has done."""

    days_sent: int
    spans_sent: int
    stored: int  # spans of the project, from this load and earlier ones
    until: dt.datetime
    unsettled: int  # batches that nobody settled for a minute; the Ingestion page says why


def load(otlp_url: str, *, days: int, show: Show) -> Loaded:
    """Load the demo into the instance whose receiver is at `otlp_url`.

    The demo ends at the moment of its first load, so doing this again only adds what is missing. Raises
    DemoRefused and NotSent.
    """
    with demo.alone():
        project, key = demo.open_project()
        try:
            demo.create_teams()
            until = demo.begun_at(project)
            missing = missing_days(project.pk, until, days)
            loading = Loading(project.pk, days - len(missing), days, show)
            loading.send(otlp_url, key, missing, until)
            loading.wait()
        finally:
            demo.close_project(project)
    unsettled, stored, _ = how_far(project.pk)
    return Loaded(len(missing), loading.sent, stored, until, unsettled)


def days_of(until: dt.datetime, days: int) -> list[dt.date]:
    """The UTC days of a demo that ends at `until`, newest first, without one that has hardly begun."""
    begun = until.hour * 3600 + until.minute * 60 >= NIGHT_IS_OVER
    newest = until.date() if begun else until.date() - dt.timedelta(days=1)
    return [newest - dt.timedelta(days=back) for back in range(days)]


def missing_days(project_id: int, until: dt.datetime, days: int) -> list[dt.date]:
    """The days that are not there as a whole: what is sent last of each has not been stored."""
    last = {nightly_trace_id(day).hex(): day for day in days_of(until, days)}
    with connection.cursor() as cursor:
        cursor.execute(PRESENT, [project_id, list(last)])
        present = {last[trace_id.hex] for (trace_id,) in cursor.fetchall()}
    return [day for day in last.values() if day not in present]


def how_far(project_id: int) -> tuple[int, int, int]:
    """Unsettled batches, spans stored and spans settled of a project."""
    with connection.cursor() as cursor:
        cursor.execute(HOW_FAR, [project_id])
        unsettled, stored, settled = cursor.fetchone()
    return unsettled, stored, settled


class Loading:
    """One load: days in flight, spans sent, and how to tell about it."""

    def __init__(self, project_id: int, days: int, all_days: int, show: Show) -> None:
        self._project_id, self._days, self._all_days, self._show = project_id, days, all_days, show
        self.sent = 0

    def send(self, url: str, key: str, days: Iterable[dt.date], until: dt.datetime) -> None:
        """Send days, some at a time; each is made while others are under way. Raises NotSent."""
        clients: SimpleQueue[Client] = SimpleQueue()
        with ExitStack() as opened, ThreadPoolExecutor(SENDERS) as pool:
            for _ in range(SENDERS):
                clients.put(opened.enter_context(closing(Client(url, key))))
            waiting = (pool.submit(_send_day, list(day_requests(day, until)), clients) for day in days)
            for done in _few_at_a_time(waiting, SENDERS + 1):
                self.sent += done.result()
                self._days += 1
                self.tell()

    def wait(self) -> None:
        """Return when the workers have settled everything, or when they are stuck."""
        left, deadline = self.tell(), time.monotonic() + STUCK
        while left and time.monotonic() < deadline:
            time.sleep(LOOK)
            before, left = left, self.tell()
            if left != before:
                deadline = time.monotonic() + STUCK

    def tell(self) -> int:
        """Show how far things are; gives the number of batches that are still to be settled."""
        unsettled, stored, settled = how_far(self._project_id)
        self._show(Progress(self._days, self._all_days, self.sent, settled, stored))
        return unsettled


def _few_at_a_time(futures: Iterator[Future[int]], count: int) -> Iterator[Future[int]]:
    """Futures in order, of which only so many are begun before the first is taken."""
    begun = list(islice(futures, count))
    while begun:
        yield begun.pop(0)
        begun += islice(futures, 1)


def _send_day(requests: list[Request], clients: "SimpleQueue[Client]") -> int:
    """Send the requests of a day one after the other; gives the spans that were stored."""
    client = clients.get()
    try:
        return sum(request.spans - client.send(request.body) for request in requests)
    finally:
        clients.put(client)
