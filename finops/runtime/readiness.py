"""Waiting until the processes answer."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping

from finops.runtime.child import Child
from finops.runtime.home import Home
from finops.runtime.postgres import tail

TIMEOUT = 120.0  # seconds: a cold machine with a slow disk
IN_A_ROW = 10  # several receivers share a port, and each connection meets any one of them


class DidNotStart(RuntimeError):
    """A process ended or stayed silent; the message names it and shows the end of its log."""


def wait_until_ready(urls: Mapping[str, str], children: Iterable[Child], home: Home) -> None:
    """Return when every process answers its health address. Raises DidNotStart."""
    children, deadline = list(children), time.monotonic() + TIMEOUT
    waiting = dict(urls)
    while waiting:
        for child in children:
            if child.process is None or child.process.poll() is not None:
                raise DidNotStart(_explain(child.name, "ended", home))
        waiting = {name: url for name, url in waiting.items() if not answers_steadily(url)}
        if time.monotonic() > deadline:
            raise DidNotStart("\n".join(_explain(name, "does not answer", home) for name in waiting))
        time.sleep(0.1)


def answers_steadily(url: str) -> bool:
    """Whether the address says 200 every time it is asked."""
    return all(answers(url) for _ in range(IN_A_ROW))


def answers(url: str) -> bool:
    """Whether the address says 200."""
    request = urllib.request.Request(url, headers={"Host": "localhost"})  # always an allowed host
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, http.client.HTTPException, OSError):
        return False


def _explain(name: str, what: str, home: Home) -> str:
    return f"{name} {what}. {home.log(name)} ends with:\n{tail(home.log(name))}"
