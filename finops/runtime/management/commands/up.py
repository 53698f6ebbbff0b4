"""`spanledger up`: everything on one machine, until Ctrl-C."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finops.core import env
from finops.runtime.configuration import read_configuration
from finops.runtime.exclusive import AlreadyRunning
from finops.runtime.programs import programs_here
from finops.runtime.supervisor import StopRequested, Supervisor


class Command(BaseCommand):
    help = "Starts everything on this machine and keeps it running until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal; errors are one message and status 1."""
        configuration = read_configuration()
        supervisor = Supervisor(configuration, programs_here(configuration), self._say)

        try:
            supervisor.run()
        except StopRequested:
            self._say("Stopped.")
        except AlreadyRunning as other:
            where = env.runtime().get("web", "still starting")
            raise CommandError(f"Spanledger is already running, pid {other.pid}, {where}") from None
        except RuntimeError as error:
            raise CommandError(str(error)) from None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
