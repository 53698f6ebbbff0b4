"""Runs a whole instance on one machine: the steps of `spanledger up` in order."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import psutil

from finops.runtime.announcement import ready_text, welcome_lines
from finops.runtime.child import Child
from finops.runtime.configuration import Configuration, child_environment, management_command
from finops.runtime.deathsig import die_with_parent
from finops.runtime.exclusive import exclusive
from finops.runtime.family import families
from finops.runtime.files import write_private
from finops.runtime.ports import require_free
from finops.runtime.postgres import tail
from finops.runtime.programs import Program
from finops.runtime.readiness import DidNotStart, wait_until_ready
from finops.runtime.secret_key import ensure_secret_key
from finops.runtime.servers import start_broker, start_database
from finops.runtime.stale import end_remembered, remember
from finops.runtime.types import Welcome

LOOK_SECONDS = 2.0  # between two looks at all processes of the machine, to find those of ours
TICK = 0.5  # seconds between two looks at the processes
HEALTH = {"web": ("web", "/healthz"), "ingest": ("otlp_http", "/readyz")}

Say = Callable[[str], None]


class StopRequested(BaseException):
    """Ctrl-C or a signal: not an error, but everything on the way must let it pass."""


class Supervisor:
    """Starts the servers and our processes, keeps them running, and stops them in order."""

    def __init__(self, configuration: Configuration, programs: tuple[Program, ...], say: Say) -> None:
        self.configuration, self.programs, self.say = configuration, programs, say
        self.home = configuration.home
        self.servers: list[Child] = []
        self.children: list[Child] = []
        self.environment: dict[str, str] = {}
        self.runtime: dict[str, object] = {}
        self.welcome: Welcome | None = None

    def run(self) -> NoReturn:
        """Run until a signal raises StopRequested.

        Raises AlreadyRunning, PortsBusy, ServerUnusable, DidNotStart and the servers' own errors,
        each with a message for people; nothing is left running then.
        """
        self.home.prepare()
        with exclusive(self.home), stopping_everything(self.stop):
            self._clear_the_ground()
            self._start_servers()
            self._set_up()
            self._start_programs()
            self.once_ready()
            self._watch()

    def once_ready(self) -> None:
        """What a subclass does besides, once everything answers."""

    def stop(self) -> None:
        """End everything in order: nothing accepts work that nobody would finish."""
        for program in self.programs:
            for child in self.children:
                if child.name == program.name:
                    child.stop()
        for server in reversed(self.servers):
            server.stop()
        for file in (self.home.runtime, self.home.processes):
            file.unlink(missing_ok=True)

    def _clear_the_ground(self) -> None:
        for name in end_remembered(self.home.processes):
            self.say(f"Ended {name}, left behind by a run that was killed.")
        self.home.runtime.unlink(missing_ok=True)
        require_free(self.configuration.bind, self.configuration.ports)
        self.home.rotate_logs()
        ensure_secret_key(self.home.secret_key)

    def _start_servers(self) -> None:
        self.say("Starting the database and the broker …")
        database_url = start_database(self.configuration, self.servers)
        broker_url = start_broker(self.configuration, self.servers)
        remember(self.home.processes, self._processes())
        self.environment = child_environment(self.home, database_url, broker_url)
        self.runtime = {
            **self.configuration.addresses(),
            "database_url": database_url,
            "broker_url": broker_url,
        }

    def _set_up(self) -> None:
        self.say("Bringing the database up to date …")
        log = self.home.log("setup")
        with log.open("ab") as errors:
            done = subprocess.run(
                management_command("setup", "--json"), env=self.environment, cwd="/", check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )  # fmt: skip
        if done.returncode:
            raise DidNotStart(f"The database could not be brought up to date. {log} ends with:\n{tail(log)}")
        made = json.loads(done.stdout)
        self.welcome = Welcome(**made) if made else None

    def _start_programs(self) -> None:
        self.say("Starting the processes …")
        try:
            for program in reversed(self.programs):
                self._start_program(program)
            remember(self.home.processes, self._processes())
            wait_until_ready(self._health(), self.children, self.home)
        except BaseException:
            if self.welcome:  # it is not made twice, so it must not go unseen
                self.say("\n".join(welcome_lines(self.welcome)))
            raise
        self._publish()
        self.say(ready_text(self.runtime, self.welcome, str(self.home.path)))

    def _start_program(self, program: Program) -> None:
        child = Child(program.name, lambda: self._launch(program), stop_timeout=program.stop_timeout)
        self.children.append(child)
        child.start(time.monotonic())

    def _launch(self, program: Program) -> subprocess.Popen[bytes]:
        with self.home.log(program.name).open("ab") as log:
            return subprocess.Popen(
                program.command, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                preexec_fn=die_with_parent(signal.SIGTERM), start_new_session=True, cwd="/",
            )  # fmt: skip

    def _health(self) -> dict[str, str]:
        addresses = self.configuration.addresses()
        return {
            program.name: addresses[HEALTH[program.name][0]] + HEALTH[program.name][1]
            for program in self.programs
            if program.name in HEALTH
        }

    def _watch(self) -> NoReturn:
        looked_at = time.monotonic()
        while True:
            now = time.monotonic()
            said = [(child, line) for child in [*self.servers, *self.children] if (line := child.tend(now))]
            for child, line in said:
                self.say(f"{line}; see {self.home.log(child.name)}")
            if said or now - looked_at >= LOOK_SECONDS:
                self._publish()
                looked_at = now
            time.sleep(TICK)

    def _processes(self) -> dict[str, list[psutil.Process]]:
        everyone = [*self.servers, *self.children]
        found = families(child.pid for child in everyone if child.pid)
        named = {child.name: found[child.pid] if child.pid else [] for child in everyone}
        # Of Postgres the postmaster alone: its backends come and go with every connection.
        return {name: many[:1] if name == "postgres" else many for name, many in named.items()}

    def _publish(self) -> None:
        processes = self._processes()
        pids = {name: [process.pid for process in many] for name, many in processes.items()}
        pids["supervisor"] = [os.getpid()]
        if pids != self.runtime.get("pids"):
            remember(self.home.processes, processes)
            self.runtime["pids"] = pids
            write_private(self.home.runtime, json.dumps(self.runtime, indent=2))


@contextmanager
def stopping_everything(stop: Callable[[], None]) -> Iterator[None]:
    """Turn signals into StopRequested, and call `stop` at the end, undisturbed by further signals."""

    def request(number: int, frame: FrameType | None) -> NoReturn:
        raise StopRequested

    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # ignored under nohup, and then it stays so
        signals.append(signal.SIGHUP)
    try:
        for number in signals:
            signal.signal(number, request)
        yield
    finally:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        stop()
