"""Reading rows of hand-written SQL as named tuples."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection

Row = TypeVar("Row")
Parameters = Sequence[Any] | Mapping[str, Any]


def fetch(row: Callable[..., Row], sql: str, parameters: Parameters = ()) -> list[Row]:
    """All rows, each made by `row` from its columns in their order."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row(*found) for found in cursor.fetchall()]


def fetch_one(row: Callable[..., Row], sql: str, parameters: Parameters = ()) -> Row | None:
    """The first row, or None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchone()
        return None if found is None else row(*found)


def stream(row: Callable[..., Row], sql: str, parameters: Parameters = ()) -> Iterator[Row]:
    """Rows one by one from a server-side cursor, in bounded memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        for found in cursor:
            yield row(*found)
