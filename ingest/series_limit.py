"""How many series of metrics a project may send: points of new ones beyond that are refused, visibly.

An attribute that differs from point to point (the id of a request) would make a series of each. Series that
were not sent since yesterday make room for others.
"""

import datetime as dt
import time
from array import array
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from ingest.errors import ItemRefused

REMEMBERED_SECONDS = 300.0  # then the series that other processes have stored are read as well
MOST_REMEMBERED = 500_000  # series of all projects, 8 bytes each
LOAD = """
SELECT series_id FROM metric_series
WHERE project_id = %(project)s AND last_seen >= %(since)s ORDER BY series_id LIMIT %(most)s"""


class ProjectSeries:
    """The series that one project has sent since yesterday, as far as this process knows."""

    def __init__(self, limit: int, stored: Iterable[int] = ()) -> None:
        """`stored` in rising order."""
        self.read_at = time.monotonic()
        self._limit = limit
        self._stored = array("q", stored)
        self._new: set[int] = set()

    def __len__(self) -> int:
        return len(self._stored) + len(self._new)

    def has_room(self, series_id: int) -> bool:
        """Whether points of this series may be stored; then it is one of them."""
        if series_id in self._new or self._is_stored(series_id):
            return True
        if len(self) >= self._limit:
            return False
        self._new.add(series_id)
        return True

    @property
    def refusal(self) -> ItemRefused:
        """Why a point of another series is refused."""
        return ItemRefused(
            "too_many_series",
            f"the project has sent {self._limit:,} series since yesterday, and this would be another one",
        )

    def _is_stored(self, series_id: int) -> bool:
        place = bisect_left(self._stored, series_id)
        return place < len(self._stored) and self._stored[place] == series_id


class KnownSeries:
    """The series of all projects. One per process."""

    def __init__(self, limit: int, execute: Callable[[str, Any], Awaitable[Any]]) -> None:
        self._limit, self._execute = limit, execute
        self._projects: dict[int, ProjectSeries] = {}

    async def of(self, project_id: int) -> ProjectSeries:
        """The series of a project. Raises psycopg errors."""
        found = self._projects.get(project_id)
        if found and time.monotonic() - found.read_at < REMEMBERED_SECONDS:
            return found
        since = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
        parameters = {"project": project_id, "since": since, "most": self._limit}
        rows = await (await self._execute(LOAD, parameters)).fetchall()
        if sum(map(len, self._projects.values())) > MOST_REMEMBERED:
            self._projects.clear()
        made = self._projects[project_id] = ProjectSeries(self._limit, (number for (number,) in rows))
        return made
