"""Real parts for every test: one Postgres 18 with pgvector and one Valkey for the whole run.

A plugin (`-p tests.servers`), because pytest-django reads the settings before any conftest is loaded.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

SERVERS: list = []


def start_servers() -> None:
    """Start the servers before Django reads its settings."""
    os.environ["SPANLEDGER_SECRET_KEY"] = "only-for-tests"
    from finops.runtime.postgres import EmbeddedPostgres
    from finops.runtime.valkey import EmbeddedValkey
    from tests.prepared import copy_to

    home = Path(tempfile.mkdtemp(prefix="sl-test-"))
    home.chmod(0o755)
    os.environ["SPANLEDGER_HOME"] = str(home)
    copy_to(home / "pg")
    postgres = EmbeddedPostgres(home / "pg", home / "s", home / "log" / "postgres.log")
    postgres.start()
    _forget_on_power_loss(postgres.url)
    valkey = EmbeddedValkey(home / "valkey", home / "v.sock", home / "log" / "valkey.log")
    valkey.start()
    SERVERS.extend([valkey, postgres, home])
    os.environ["DATABASE_URL"] = postgres.url
    os.environ["BROKER_URL"] = valkey.url


def _forget_on_power_loss(url: str) -> None:
    """Nobody needs this database after the run. What lasts is tested on servers that wait for the disk."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of the tests is a copy of one that is up to date."""
    from django.conf import settings

    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = "spanledger"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started and leave nothing behind."""
    if SERVERS:
        valkey, postgres, home = SERVERS
        valkey.stop()
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)
        SERVERS.clear()


start_servers()
