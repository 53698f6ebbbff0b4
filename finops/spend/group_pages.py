"""The groups of the Spend table, page by page. Pure.

A cursor counts groups and does not name one: their sums move while telemetry arrives, so that a group near
the edge may be met twice or not at all. The total and the CSV hold all of them.
"""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from django.http import QueryDict
from pydantic import Field

from finops.core.formatting import count, counted
from finops.core.paging import Cursor
from finops.spend.types import SpendRow

PAGE = 25  # with their links, and beside a chart of a quarter by day, they stay under 100 KB
FURTHEST = 100_000


class Place(NamedTuple):
    """How many groups come before the page."""

    before: Annotated[int, Field(ge=0, le=FURTHEST)]


CURSOR = Cursor(Place)


class GroupPage(NamedTuple):
    """The groups of a page, where they stand among all, and the addresses of its neighbours (or nothing)."""

    rows: Sequence[SpendRow]
    caption: str
    previous_url: str
    next_url: str

    @property
    def is_whole(self) -> bool:
        """Whether it holds all groups."""
        return not (self.previous_url or self.next_url)


def groups_before(given: QueryDict) -> int:
    """How many groups to pass over; the cursor is checked."""
    raw = given.get("cursor", "")
    return CURSOR.decode(raw).before if raw else 0


def group_page(given: QueryDict, found: Sequence[SpendRow], before: int) -> GroupPage:
    """The page of `found`, which holds one group more than a page when there is a next one."""
    rows, more = found[:PAGE], len(found) > PAGE
    return GroupPage(
        rows,
        _caption(before, len(rows), alone=not before and not more),
        _address(given, max(before - PAGE, 0)) if before else "",
        _address(given, before + PAGE) if more and before + PAGE <= FURTHEST else "",
    )


def _caption(before: int, shown: int, *, alone: bool) -> str:
    if alone:
        return counted(shown, "group")
    return f"Groups {count(before + 1)} to {count(before + shown)}"


def _address(given: QueryDict, before: int) -> str:
    pairs = given.copy()
    pairs.pop("cursor", None)
    if before:
        pairs["cursor"] = CURSOR.encode(Place(before))
    return f"?{pairs.urlencode()}"
