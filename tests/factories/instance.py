"""A complete `spanledger up` on free ports in a home of its own.

A pytest plugin: tests share the fixture `instance`, each with a project of its own, and leave it well; others
make their own with `running`.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from django.conf import settings

from tests.factories.waiting import eventually
from tests.prepared import copy_to

SPANLEDGER = str(Path(sys.executable).with_name("spanledger"))
GIVEN_BY_THE_TEST_RUN = {"DATABASE_URL", "BROKER_URL", "SPANLEDGER_SECRET_KEY", "SPANLEDGER_HOME"}
WRITERS = "SELECT FROM pg_stat_activity WHERE application_name = 'ingest'"
PORT_VARIABLES = ("SPANLEDGER_HTTP_PORT", "SPANLEDGER_OTLP_HTTP_PORT", "SPANLEDGER_OTLP_GRPC_PORT")


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on at this moment."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def is_listening(port: int) -> bool:
    """Whether somebody accepts connections there."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def answers(url: str) -> bool:
    """Whether this address answers with 200."""
    with suppress(OSError), urllib.request.urlopen(url, timeout=10) as answer:
        return bool(answer.status == 200)
    return False


class Instance:
    """One `spanledger up` and what is known of it."""

    def __init__(self, home: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
        self.home = home or Path(tempfile.mkdtemp(prefix="sl-up-"))
        ports = dict(zip(PORT_VARIABLES, map(str, free_ports(3)), strict=True))
        kept = {name: value for name, value in os.environ.items() if name not in GIVEN_BY_THE_TEST_RUN}
        self.environment = {**kept, **ports, "SPANLEDGER_HOME": str(self.home), **(environment or {})}
        self.process: subprocess.Popen[bytes] | None = None
        self.printed = self.home.with_name(self.home.name + ".out")

    @property
    def runtime(self) -> dict[str, Any]:
        """runtime.json as it is now; empty before `up` is ready and after it stopped."""
        with suppress(FileNotFoundError):
            return json.loads((self.home / "runtime.json").read_text())
        return {}

    @property
    def output(self) -> str:
        """Everything `up` printed in its latest run."""
        return self.printed.read_text()

    def start(self) -> "Instance":
        """Start and return when it is ready."""
        with self.printed.open("wb") as out:
            self.process = subprocess.Popen(
                [SPANLEDGER, "up"], env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
        eventually(lambda: self.ready() or self.process.poll() is not None, "`spanledger up`", 150)
        assert self.process.poll() is None, self.output
        return self

    def ready(self) -> bool:
        """Whether this run is ready; after a crash runtime.json may still be the former run's."""
        return self.pids("supervisor") == [self.process.pid]

    def run(
        self, *command: str, timeout: float = 120, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a `spanledger` command against this instance."""
        done = subprocess.run(
            [SPANLEDGER, *command], env=self.environment, capture_output=True, text=True, timeout=timeout
        )
        assert not check or done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done

    def key(self, scope: str = "ingest", project: str = "default") -> str:
        """A fresh key."""
        return self.run("create_key", "--project", project, "--scope", scope).stdout.strip()

    def pids(self, name: str) -> list[int]:
        """The processes of this name, the main one first."""
        return list(self.runtime.get("pids", {}).get(name, []))

    def kill(self, name: str) -> None:
        """Kill every process of this name with -9; the supervisor starts it again."""
        for pid in self.pids(name):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def wait_until_restarted(self, name: str, former: list[int]) -> None:
        """Return when the supervisor runs this process under another pid."""
        eventually(lambda: self.pids(name) and self.pids(name)[0] != former[0], f"a restart of {name}")

    def wait_until_well(self) -> None:
        """Return when what was killed answers again, in every process."""
        addresses = [f"{self.runtime[name]}/readyz" for name in ("web", "otlp_http")]
        eventually(
            lambda: all(map(answers, addresses)) and self.writers() == settings.INGEST_WORKERS,
            "an instance that is ready",
        )

    def writers(self) -> int:
        """Processes of the receiver that can store; they share one port, so an answer speaks for one only."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.runtime["database_url"]) as connection:
            return len(connection.execute(WRITERS).fetchall())
        return 0

    def everything(self) -> list[psutil.Process]:
        """Every process that runs now, and the descendants of each."""
        found: dict[int, psutil.Process] = {}
        for pid in (pid for pids in self.runtime.get("pids", {}).values() for pid in pids):
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                found.update({one.pid: one for one in [process, *process.children(recursive=True)]})
        return list(found.values())

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stop as Ctrl-C does and return the status."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(120)

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        self.printed.unlink(missing_ok=True)


@contextmanager
def running() -> Iterator[Instance]:
    """A new instance that runs, and is gone afterwards. Its webhooks may lead to this machine."""
    made = Instance(environment={"SPANLEDGER_PRIVATE_CHANNELS": "true"})
    copy_to(made.home / "postgres")
    try:
        yield made.start()
    finally:
        made.remove()


@pytest.fixture(scope="session")
def instance() -> Iterator[Instance]:
    """The running instance that tests share."""
    with running() as made:
        yield made
