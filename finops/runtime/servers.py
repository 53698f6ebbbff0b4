"""The database and the broker of one instance: embedded, or somebody else's."""

import signal
import time

import psycopg
from kombu import Connection

from finops.runtime.child import Child
from finops.runtime.configuration import Configuration
from finops.runtime.deathsig import die_with_parent
from finops.runtime.postgres import EmbeddedPostgres
from finops.runtime.valkey import EmbeddedValkey

OLDEST_POSTGRES = 180000  # `RETURNING old.*, new.*` came with 18
CONNECT_TIMEOUT = 10  # seconds


class ServerUnusable(RuntimeError):
    """DATABASE_URL or BROKER_URL cannot be used; the message says why."""


def start_database(configuration: Configuration, servers: list[Child]) -> str:
    """The URL of a database that answers. When it is embedded its process joins `servers`."""
    if configuration.database_url:
        require_database(configuration.database_url)
        return configuration.database_url
    home = configuration.home
    server = EmbeddedPostgres(home.postgres, home.sockets / "postgres", home.log("postgres"))
    server.prepare()
    child = Child(
        "postgres",
        lambda: server.launch(die_with_parent(signal.SIGINT)),
        stop_signal=signal.SIGINT,
        stop_timeout=60.0,
    )
    servers.append(child)
    child.start(time.monotonic())
    server.wait_until_ready()
    return server.url


def start_broker(configuration: Configuration, servers: list[Child]) -> str:
    """The URL of a broker that answers. When it is embedded its process joins `servers`."""
    if configuration.broker_url:
        require_broker(configuration.broker_url)
        return configuration.broker_url
    home = configuration.home
    server = EmbeddedValkey(home.valkey, home.sockets / "valkey.sock", home.log("valkey"))
    child = Child("valkey", lambda: server.launch(die_with_parent(signal.SIGTERM)))
    servers.append(child)
    child.start(time.monotonic())
    server.wait_until_ready()
    return server.url


def require_database(url: str) -> None:
    """Raises ServerUnusable when the database does not answer or is too old."""
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise ServerUnusable(f"DATABASE_URL cannot be reached: {str(error).strip()}") from None
    if version < OLDEST_POSTGRES:
        raise ServerUnusable(f"DATABASE_URL is Postgres {version // 10000}; Spanledger needs 18 or later.")


def require_broker(url: str) -> None:
    """Raises ServerUnusable when the broker does not answer."""
    try:
        with Connection(url, connect_timeout=CONNECT_TIMEOUT) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=CONNECT_TIMEOUT)
            connection.channel()  # says PING to Valkey and Redis
    except Exception as error:  # each transport of kombu raises its own
        raise ServerUnusable(f"BROKER_URL cannot be reached: {error}") from None
