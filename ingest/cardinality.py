"""How many values a dimension of a project may have: what comes beyond is folded into *other*, visibly.

A value that differs with every request (an id in the name of a journey) would make a row of every rollup for
every call. Customers, users and sessions are many by nature and kept apart; they are not bounded here.
Values that were not used for `LATELY` days make room for others.
"""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from finops.telemetry.types import FALLBACK_SUFFIX, OTHER

FLAG = "dimension_folded"
LATELY = 30  # days
REMEMBERED_SECONDS = 300.0  # then the values that other processes have seen are read as well
MAX_PROJECTS = 100  # remembered at once
UNBOUNDED = frozenset({"customer", "user", "session"})

LOAD = """
SELECT dimension, value FROM dimension_value
WHERE project_id = %(project)s AND last_seen >= %(since)s"""

Value = tuple[str, str]  # dimension and value


class ProjectValues:
    """The values that one project has used lately, as far as this process knows."""

    def __init__(self, limit: int, known: Iterable[Value] = (), today: dt.date = dt.date.min) -> None:
        self.today = today
        self.read_at = time.monotonic()
        self._limit = limit
        self._known: defaultdict[str, set[str]] = defaultdict(set)
        for dimension, value in known:
            self._known[dimension].add(value)
        self._noted: set[Value] = set()  # stored as used today, or about to be
        self._new: set[Value] = set()

    def folded(self, dims: Mapping[str, str]) -> Mapping[str, str]:
        """The dimensions with *other* for values beyond the limit; the same object when there is none."""
        noted = self._noted
        for item in dims.items():
            if item not in noted and item[0] not in UNBOUNDED:
                beyond = [name for name, value in dims.items() if not self._has_room(name, value)]
                return {**dims, **dict.fromkeys(beyond, OTHER)} if beyond else dims
        return dims  # as nearly always

    def folded_value(self, dimension: str, value: str | None) -> str | None:
        """The same for one value."""
        if value is None or (dimension, value) in self._noted or self._has_room(dimension, value):
            return value
        return OTHER

    def take_new(self) -> set[Value]:
        """What was used for the first time today since this was last asked."""
        taken, self._new = self._new, set()
        return taken

    def _has_room(self, name: str, value: str) -> bool:
        dimension = name.removesuffix(FALLBACK_SUFFIX)
        if dimension in UNBOUNDED:
            return True
        known = self._known[dimension]
        if value not in known:
            if len(known) >= self._limit:
                return False
            known.add(value)
        if (dimension, value) not in self._noted:
            self._new.add((dimension, value))
        self._noted |= {(dimension, value), (name, value)}
        return True


class KnownValues:
    """The values of all projects. One per process."""

    def __init__(self, limit: int, execute: Callable[[str, Any], Awaitable[Any]]) -> None:
        self._limit, self._execute = limit, execute
        self._projects: dict[int, ProjectValues] = {}

    async def of(self, project_id: int) -> ProjectValues:
        """The values of a project. Raises psycopg errors."""
        today = dt.datetime.now(dt.UTC).date()
        found = self._projects.get(project_id)
        if found and found.today == today and time.monotonic() - found.read_at < REMEMBERED_SECONDS:
            return found
        parameters = {"project": project_id, "since": today - dt.timedelta(days=LATELY)}
        rows = await (await self._execute(LOAD, parameters)).fetchall()
        if len(self._projects) >= MAX_PROJECTS:
            self._projects.clear()
        made = self._projects[project_id] = ProjectValues(self._limit, rows, today)
        return made
