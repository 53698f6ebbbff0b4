"""One supervisor per home: a lock that the kernel releases however the supervisor ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from finops.runtime.home import Home


class AlreadyRunning(RuntimeError):
    """Another supervisor holds the home."""

    def __init__(self, pid: str) -> None:
        super().__init__(pid)
        self.pid = pid


@contextmanager
def exclusive(home: Home) -> Iterator[None]:
    """Hold the home. Raises AlreadyRunning with the holder's pid."""
    with home.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(lock.read().strip()) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
