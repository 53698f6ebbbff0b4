"""`up` with demo data: the same processes, and one that loads the demo once they answer."""

import signal
import subprocess
import time

from finops.runtime.child import Child
from finops.runtime.configuration import Configuration, management_command
from finops.runtime.deathsig import die_with_parent
from finops.runtime.programs import Program
from finops.runtime.supervisor import Say, Supervisor


class DemoSupervisor(Supervisor):
    """Starts a loader that ends by itself. It speaks for itself and is never started again."""

    def __init__(
        self, configuration: Configuration, programs: tuple[Program, ...], say: Say, days: int
    ) -> None:
        super().__init__(configuration, programs, say)
        self.days = days
        self.loader: Child | None = None

    def once_ready(self) -> None:
        """Load beside everything else: the pages can be used from the start."""
        self.loader = Child("demo", self._launch_loader)
        self.loader.start(time.monotonic())

    def stop(self) -> None:
        """Stop loading first; the next load goes on where this one was."""
        if self.loader:
            self.loader.stop()
        super().stop()

    def _launch_loader(self) -> subprocess.Popen[bytes]:
        # Its output is ours. A session of its own: Ctrl-C reaches it through us alone.
        return subprocess.Popen(
            management_command("demo", "--load", "--days", str(self.days)),
            env=self.environment, stdin=subprocess.DEVNULL, cwd="/", start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )  # fmt: skip
