"""Requests stored as the receiver stores them, without one: decoded, and written in one transaction."""

import asyncio
from typing import Any

import psycopg
from django.db import connection as django_connection

from finops.core.db.partitions import ensure_partitions
from finops.prices.pricebook import PriceBook
from finops.telemetry.types import Signal
from ingest.auth import Sender
from ingest.group import origin_rows, series_rows, store
from ingest.pipeline import Pipeline
from ingest.records import Policy
from ingest.submission import Submission

NO_PRICES = PriceBook(0, (), (), {})


def submissions(
    body: bytes, signal: Signal, project_id: int, policy: Policy = Policy.DROP
) -> list[Submission]:
    """What the receiver would write of a request."""

    async def prepared() -> list[Submission]:
        sender = Sender(project_id, policy, b"a key for pseudonyms")
        return [one async for one in Pipeline(NO_PRICES).prepare(body, False, sender, signal)]

    return asyncio.run(prepared())


def receive(body: bytes, signal: Signal, project_id: int, database: psycopg.Connection[Any]) -> None:
    """Store a request."""
    for submission in submissions(body, signal, project_id):
        for one in submission.partitions:
            ensure_partitions(database, [one.day], [one.table])
        asyncio.run(_store(submission))


async def _store(submission: Submission) -> None:
    known = django_connection.get_connection_params()
    parameters = {
        name: known[name] for name in ("host", "port", "user", "password", "dbname") if name in known
    }
    async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as connection:
        origins, series = origin_rows([submission], set()), series_rows([submission], set())
        await store(connection, [submission], origins, series)
