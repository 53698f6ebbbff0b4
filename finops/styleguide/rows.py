"""Ten thousand made-up rows for the data table, read page by page as real ones are. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.core.paging import Cursor
from finops.core.tables import Column

COUNT, PAGE = 10_000, 25
COLUMNS = (
    Column("name", "Model", sortable=True),
    Column("team", "Team", optional=True),
    Column("calls", "Calls", numeric=True, sortable=True, optional=True),
    Column("cost", "Cost, USD", numeric=True, sortable=True),
    Column("note", "Note", optional=True, shown=False),
)
TEAMS = ("support", "growth", "commerce", "legal", None)


class Row(NamedTuple):
    """One made-up model."""

    name: str
    team: str | None
    calls: int
    cost: Decimal | None


class Key(NamedTuple):
    """Where a page ended."""

    place: int


CURSOR = Cursor(Key)


def _row(number: int) -> Row:
    calls = number * 7919 % 10_007
    cost = None if number % 13 == 0 else Decimal(calls * 37 % 90_001) / 1000
    return Row(f"model-{number:05}", TEAMS[number % len(TEAMS)], calls, cost)


ROWS = tuple(_row(number) for number in range(COUNT))


def ordered(sort: str, descending: bool) -> list[Row]:
    """All rows in that order; what is unknown comes last either way."""
    known = [row for row in ROWS if getattr(row, sort) is not None]
    unknown = [row for row in ROWS if getattr(row, sort) is None]
    return sorted(known, key=lambda row: (getattr(row, sort), row.name), reverse=descending) + unknown


def page(rows: Sequence[Row], cursor: str) -> tuple[Sequence[Row], str]:
    """The rows after a cursor, and the cursor of the next page; empty on the last."""
    start = CURSOR.decode(cursor).place if cursor else 0
    end = start + PAGE
    return rows[start:end], CURSOR.encode(Key(end)) if end < len(rows) else ""
