"""How soon a pushed span is in the trace list and in Spend."""

import time
import urllib.parse
import urllib.request
from typing import Any

from tests.factories.instance import Instance
from tests.performance.load import send
from tests.performance.payloads import Template

DEADLINE = 30.0  # seconds


def freshness(instance: Instance, target: str, key: str, probes: int) -> dict[str, Any]:
    """Push one trace at a time; seconds from its answer until the API shows it."""
    read = instance.key("read")
    web = instance.runtime["web"].rstrip("/")
    template = Template(99, 6)
    listed, spent = [], []
    for _ in range(probes):
        before = _calls(web, read)
        body = template.variant()
        send(target, key, [body], connections=1)
        begin = time.monotonic()
        listed.append(_until(lambda body=body: _trace_listed(web, read, body), begin))
        spent.append(_until(lambda before=before: _calls(web, read) > before, begin))
    return {"trace_list_p95_s": _p95(listed), "spend_p95_s": _p95(spent), "probes": probes}


def _until(condition: Any, begin: float) -> float:
    while not condition():
        assert time.monotonic() - begin < DEADLINE, "the span did not show up"
        time.sleep(0.02)
    return time.monotonic() - begin


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
