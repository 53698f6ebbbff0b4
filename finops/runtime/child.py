"""One supervised process: started, kept running, stopped."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable
from signal import Signals

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0  # seconds between a death and the next start
HEALTHY_AFTER = 60.0  # seconds of life after which earlier deaths are forgotten


def delay_after(failures: int) -> float:
    """Seconds to wait before a start that follows so many failures in a row."""
    return float(min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(failures - 1, 10)))


class Child:
    """A process that is started again, ever more slowly, when it dies."""

    def __init__(
        self,
        name: str,
        launch: Callable[[], subprocess.Popen[bytes]],
        *,
        stop_signal: Signals = signal.SIGTERM,
        stop_timeout: float = 10.0,
    ) -> None:
        self.name, self.launch = name, launch
        self.stop_signal, self.stop_timeout = stop_signal, stop_timeout
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at, self.start_at, self.failures = 0.0, 0.0, 0

    @property
    def pid(self) -> int | None:
        """The main process; None while it is down."""
        return self.process.pid if self.process else None

    def start(self, now: float) -> None:
        """Start the process. `now` is monotonic, in seconds."""
        self.process = self.launch()
        self.started_at = now

    def tend(self, now: float) -> str:
        """Notice a death or start again when it is time. Returns a line for people, or nothing."""
        if self.process is None:
            if now >= self.start_at:
                self.start(now)
            return ""
        code = self.process.poll()
        if code is None:
            return ""
        return self._bury(code, now)

    def stop(self) -> None:
        """Ask the process to stop, wait, and end what is left of it and its children."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.stop_timeout)
        self._end_group()
        self.process.wait()
        self.process = None

    def _bury(self, code: int, now: float) -> str:
        self._end_group()
        self.process = None
        self.failures = 1 if now - self.started_at > HEALTHY_AFTER else self.failures + 1
        delay = delay_after(self.failures)
        self.start_at = now + delay
        how = f"was killed by {Signals(-code).name}" if code < 0 else f"ended with status {code}"
        return f"{self.name} {how}; starting it again in {delay:g} s"

    def _end_group(self) -> None:
        """Workers of a dead parent would go on and hold its port. Each child leads a group of its own."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
