"""Does settling keep up? A sustained load, with the workers on."""

import threading
import time
from typing import Any

from tests.factories.instance import Instance
from tests.factories.waiting import eventually
from tests.performance import database
from tests.performance.load import send
from tests.performance.payloads import SPANS_PER_REQUEST, requests


def sustained(
    instance: Instance, target: str, key: str, spans_per_s: float, seconds: float
) -> dict[str, Any]:
    """Send `spans_per_s` for some seconds and watch the age of the oldest unsettled batch."""
    url = instance.runtime["database_url"]
    per_second = spans_per_s / SPANS_PER_REQUEST
    bodies = list(requests(int(per_second * seconds), seed=3))
    lags: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            lags.append(database.settled_lag(url)[1])
            done.wait(0.25)

    watcher = threading.Thread(target=watch)
    watcher.start()
    sent = send(target, key, bodies, connections=4, per_second=per_second)
    sending_ended = time.monotonic()
    eventually(lambda: database.settled_lag(url)[0] == 0, "settling", 600)
    drained = time.monotonic() - sending_ended
    done.set()
    watcher.join()
    return {
        "spans_per_s": sent.requests * SPANS_PER_REQUEST / sent.seconds,
        "lag_max_s": max(lags),
        "lag_p95_s": sorted(lags)[int(0.95 * len(lags))],
        "drained_after_s": drained,
        "p50_ms": sent.percentile(0.5),
        "p99_ms": sent.percentile(0.99),
    }
