"""Uses of dead keys are counted in memory and written together."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest

from ingest import refused_keys
from ingest.refused_keys import RefusedKeys

Written = list[dict[int, int]]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_keys, "WRITE_AFTER", 0.0)


def writes_to(written: Written, failures: int = 0) -> Callable[[str, Any], Awaitable[None]]:
    """A database that fails so many times first."""
    left = [failures]

    async def execute(statement: str, values: tuple[list[int], list[int]]) -> None:
        await asyncio.sleep(0)
        if left[0]:
            left[0] -= 1
            raise psycopg.OperationalError("gone")
        written.append(dict(zip(*values, strict=True)))

    return execute


async def until_idle(refused: RefusedKeys) -> None:
    while refused._writing and not refused._writing.done():
        await asyncio.sleep(0)


def test_a_thousand_uses_of_two_keys_are_one_write() -> None:
    written: Written = []

    async def use() -> None:
        refused = RefusedKeys(writes_to(written))
        for n in range(1000):
            refused.note(7 if n % 4 else 8)
        await until_idle(refused)

    asyncio.run(use())
    assert written == [{7: 750, 8: 250}]


def test_what_comes_during_a_write_is_written_after_it() -> None:
    written: Written = []

    async def use() -> None:
        async def execute(statement: str, values: Any) -> None:
            if not written:
                refused.note(8)
            written.append(dict(zip(*values, strict=True)))

        refused = RefusedKeys(execute)
        refused.note(7)
        await until_idle(refused)

    asyncio.run(use())
    assert written == [{7: 1}, {8: 1}]


def test_nothing_is_forgotten_while_the_database_is_away() -> None:
    written: Written = []

    async def use() -> None:
        refused = RefusedKeys(writes_to(written, failures=3))
        refused.note(7)
        refused.note(7)
        await until_idle(refused)

    asyncio.run(use())
    assert written == [{7: 2}]


def test_what_waits_is_written_on_closing_and_then_no_more() -> None:
    written: Written = []

    async def use() -> None:
        refused = RefusedKeys(writes_to(written))
        refused.note(7)
        await refused.close()
        await refused.close()

    asyncio.run(use())
    assert written == [{7: 1}]
