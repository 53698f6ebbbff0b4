"""Worker processes that decide and deliver, and can be killed. They are forked from one that is ready."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection
from psycopg.conninfo import make_conninfo

CODE = """
import datetime as dt, os, sys
import django
django.setup()
from finops.notifications.delivery import deliver, due
from finops.notifications.dispatch import dispatch
os.setpgrp()
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        now = dt.datetime.fromisoformat(line.strip())
        soon = now + dt.timedelta(seconds=30)
        while not dispatch(now) or deliver(soon) is None or due(soon):
            pass
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Tellers:
    """Starts one worker after the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def start(self, now: str) -> int:
        """A worker that does what there is to do at this moment and then ends; its process id."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{now}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def ended(self) -> int:
        """Waits until it has ended. Its exit code, negative when it was killed."""
        assert self._process.stdout
        return int(self._process.stdout.readline())

    def kill(self, number: int) -> int:
        """End it at once, whatever it does, even if it has ended by itself."""
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        return self.ended()


@contextmanager
def tellers(**environment: str) -> Iterator[Tellers]:
    """Workers of the database of this test, with these settings."""
    at = connection.get_connection_params()
    url = make_conninfo(**{name: at[name] for name in ("host", "port", "user", "dbname") if at.get(name)})
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "finops.settings", **environment}
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", CODE],
        env={**os.environ, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Tellers(process)
    finally:
        assert process.stdin and process.stdout
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()
