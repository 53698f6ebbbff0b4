"""Children that do not outlive their supervisor, even one killed with -9."""

import ctypes
import os
import sys
from collections.abc import Callable
from signal import Signals

PR_SET_PDEATHSIG = 1


def die_with_parent(signal: Signals) -> Callable[[], None]:
    """A `preexec_fn` after which Linux sends `signal` to the child when this process ends.

    Elsewhere it does nothing: there the next start finds what was left.
    """
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork: afterwards only calls are safe
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(signal))
        if os.getppid() != parent:
            os._exit(1)

    return ask
