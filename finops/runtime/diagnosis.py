"""The checks of `spanledger doctor`. Each returns what it found and, when it is not ok, the mend."""

import datetime as dt
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import psycopg
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from finops.core.formatting import counted
from finops.runtime.configuration import Configuration
from finops.runtime.ports import PortsBusy, require_free
from finops.runtime.readiness import answers
from finops.runtime.servers import OLDEST_POSTGRES, ServerUnusable, require_broker

OLDEST_PYTHON = (3, 11)
LEAST_FREE_DISK = 2_000_000_000  # bytes
LARGEST_SKEW = dt.timedelta(seconds=2)
START = "Start it with: spanledger up"


@dataclass(frozen=True)
class Finding:
    """One line of the report; `mend` is empty when all is well."""

    what: str
    mend: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing has to be done."""
        return not self.mend

    def __str__(self) -> str:
        return f"ok      {self.what}" if self.ok else f"not ok  {self.what}\n        {self.mend}"


def diagnose(
    configuration: Configuration, running: Mapping[str, str], database_url: str, broker_url: str
) -> Iterator[Finding]:
    """Every check in turn. `running` is what runtime.json says; the URLs are those in force."""
    yield python_version()
    yield disk_space(configuration)
    yield from database(database_url)
    yield broker(broker_url)
    yield from addresses(configuration, running)


def python_version() -> Finding:
    """Python is new enough."""
    what = f"Spanledger {version('spanledger')} on Python {sys.version_info.major}.{sys.version_info.minor}"
    return Finding(what, "" if sys.version_info >= OLDEST_PYTHON else "Install Python 3.11 or later.")


def disk_space(configuration: Configuration) -> Finding:
    """The disk of the home has room."""
    path = configuration.home.path
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free
    what = f"{free / 1e9:.1f} GB free for {configuration.home.path}"
    mend = "Free some space, or move SPANLEDGER_HOME to a larger disk."
    return Finding(what, "" if free >= LEAST_FREE_DISK else mend)


def database(url: str) -> Iterator[Finding]:
    """The database answers, is new enough, has pgvector, is up to date and agrees about the time."""
    if not url:
        yield Finding("no database", f"{START}, or set DATABASE_URL.")
        return
    try:
        connection.ensure_connection()
    except (Error, psycopg.Error) as error:
        yield Finding(f"database: {str(error).strip()}", "Start it, or correct DATABASE_URL.")
        return
    yield database_version()
    yield vector_extension()
    yield migrations()
    yield time_skew()


def database_version() -> Finding:
    """Postgres is 18 or later."""
    number = int(_value("SHOW server_version_num"))
    what = f"Postgres {number // 10000}"
    return Finding(what, "" if number >= OLDEST_POSTGRES else "Upgrade to Postgres 18 or later.")


def vector_extension() -> Finding:
    """The vector extension can be used."""
    vector = _value("SELECT max(default_version) FROM pg_available_extensions WHERE name = 'vector'")
    return Finding(f"pgvector {vector or 'missing'}", "" if vector else "Install pgvector on that server.")


def migrations() -> Finding:
    """Every migration was applied."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    mend = "Apply them with: spanledger setup" if missing else ""
    return Finding(f"{counted(missing, 'migration')} to apply", mend)


def time_skew() -> Finding:
    """This machine and the database agree about the time."""
    skew = abs(dt.datetime.now(dt.UTC) - _value("SELECT clock_timestamp()"))
    what = f"clock differs from the database's by {skew.total_seconds():.1f} s"
    return Finding(what, "" if skew <= LARGEST_SKEW else "Synchronise both clocks (NTP).")


def broker(url: str) -> Finding:
    """The broker answers."""
    if not url:
        return Finding("no broker", f"{START}, or set BROKER_URL.")
    try:
        require_broker(url)
    except ServerUnusable as error:
        return Finding(str(error), "Start it, or correct BROKER_URL.")
    return Finding("broker")


def addresses(configuration: Configuration, running: Mapping[str, str]) -> Iterator[Finding]:
    """Web and receiver answer, or their ports are free to start on."""
    at = running or configuration.addresses()
    if running or answers(at["web"] + "/healthz"):
        yield _answering("web", at["web"] + "/healthz", configuration)
        yield _answering("ingest", at["otlp_http"] + "/readyz", configuration)
        return
    try:
        require_free(configuration.bind, configuration.ports)
    except PortsBusy as busy:
        yield Finding("ports", str(busy).replace("\n", "\n        "))
    else:
        yield Finding(
            f"ports {', '.join(map(str, configuration.ports.values()))} are free; nothing runs on them"
        )


def _answering(name: str, url: str, configuration: Configuration) -> Finding:
    mend = "" if answers(url) else f"{START}, or see {configuration.home.log(name)}."
    return Finding(f"{name} on {url}", mend)


def _value(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
