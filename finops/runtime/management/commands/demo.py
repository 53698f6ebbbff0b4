"""`spanledger demo`: `up` with realistic data, sent through the real receiver."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from finops.core import env
from finops.core.formatting import counted
from finops.runtime.configuration import read_configuration
from finops.runtime.demo.client import NotSent
from finops.runtime.demo.load import Loaded, load
from finops.runtime.demo.progress import Display
from finops.runtime.demo.project import DemoRefused
from finops.runtime.demo.removal import remove
from finops.runtime.demo.story import DAYS
from finops.runtime.demo.supervisor import DemoSupervisor
from finops.runtime.exclusive import AlreadyRunning
from finops.runtime.programs import programs_here
from finops.runtime.supervisor import StopRequested

NOT_RUNNING = "Nothing is ready on this home yet. Start it with `spanledger up`, then do this again."


def days(text: str) -> int:
    """A number of days that the demo can have."""
    if not text.isdecimal() or not 1 <= int(text) <= DAYS:
        raise ArgumentTypeError(f"give a number from 1 to {DAYS}, not {text!r}")
    return int(text)


class Command(BaseCommand):
    help = (
        "Starts everything and loads 90 days of realistic telemetry into the project `demo`. "
        "Into an instance that runs already it only loads. Doing it twice changes nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and how much of it."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--remove", action="store_true", help="remove the project `demo` with all its data")
        what.add_argument("--load", action="store_true", help="load into the running instance, start nothing")
        parser.add_argument("--otlp", default="", metavar="URL", help="with --load: where the receiver is")
        parser.add_argument("--days", type=days, default=DAYS, metavar="N", help=f"how many, up to {DAYS}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Errors are one message and status 1."""
        try:
            if options["remove"]:
                self._remove()
            elif options["load"]:
                self._load(options["days"], options["otlp"])
            else:
                self._up(options["days"])
        except (DemoRefused, NotSent, DatabaseError) as error:
            raise CommandError(str(error).strip()) from None

    def _up(self, days: int) -> None:
        configuration = read_configuration()
        supervisor = DemoSupervisor(configuration, programs_here(configuration), self._say, days)
        try:
            supervisor.run()
        except StopRequested:
            self._say("Stopped.")
        except AlreadyRunning:
            self._load(days)
        except RuntimeError as error:
            raise CommandError(str(error)) from None

    def _load(self, days: int, otlp: str = "") -> None:
        self._require_running()
        display = Display(sys.stdout)
        address = otlp or env.runtime().get("otlp_http") or read_configuration().addresses()["otlp_http"]
        display.end(said(load(address, days=days, show=display.show)))

    def _remove(self) -> None:
        self._require_running()
        self._say("Removing demo data …")
        self._say("The demo data is gone." if remove() else "There is no demo data.")

    def _require_running(self) -> None:
        if not settings.DATABASE_URL:
            raise CommandError(NOT_RUNNING)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def said(loaded: Loaded) -> str:
    """What a load has done, in a sentence or two."""
    if not loaded.days_sent:
        return (
            f"The demo data is there already: {counted(loaded.stored, 'span')} up to "
            f"{loaded.until:%Y-%m-%d %H:%M} UTC. For data up to now: spanledger demo --remove, then load it "
            "again."
        )
    sent = counted(loaded.spans_sent, "span")
    line = f"Demo data is loaded: {sent} sent, {loaded.stored:,} stored in project demo."
    batches = counted(loaded.unsettled, "batch", "batches")
    stuck = f" Not settled yet: {batches}; the Ingestion page says why."
    return line + stuck if loaded.unsettled else line
