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
    with open_connection() as opened:
        yield opened


def open_connection() -> Connection:
    """A new connection, for the caller to close. Raises psycopg.OperationalError."""
    parameters = connection.get_connection_params()
    for special in ("cursor_factory", "context", "prepare_threshold", "pool"):
        parameters.pop(special, None)
    return psycopg.connect(
        **parameters,
        autocommit=True,
        prepare_threshold=None,
        options=SESSION,
        application_name="settle",
    )


class KeptConnection:
    """The connection of a worker process, kept from task to task once `keep` is set.

    Workers are told of new batches several times a second; each new connection would make its temporary
    tables anew.
    """

    def __init__(self) -> None:
        self.keep = False
        self._opened: Connection | None = None

    @contextmanager
    def use(self) -> Iterator[Connection]:
        """The kept connection, or a new one when it is lost. For one user at a time."""
        if self._opened is None or self._opened.closed:
            self._opened = open_connection()
        try:
            yield self._opened
        finally:
            if not self.keep:
                self._opened.close()
