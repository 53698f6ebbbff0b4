"""The connection of settling: plain psycopg, because it needs COPY, binary results and plans that fit."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from finops.ledger.settling.closure import Connection

# Statements are planned with the real range of time, so that only the partitions in it are touched.
SESSION = "-c jit=off -c idle_in_transaction_session_timeout=600000 -c timezone=UTC"


@contextmanager
def settling_connection() -> Iterator[Connection]:
    """A connection of its own to Django's database, in autocommit mode."""
    parameters = connection.get_connection_params()
    for special in ("cursor_factory", "context", "prepare_threshold", "pool"):
        parameters.pop(special, None)
    with psycopg.connect(
        **parameters,
        autocommit=True,
        prepare_threshold=None,
        options=SESSION,
        application_name="settle",
    ) as opened:
        yield opened
