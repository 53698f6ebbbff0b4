"""Nothing acknowledged is lost and nothing is counted twice, whatever is killed in the middle of a load."""

import random
import threading
import time
import urllib.error
from typing import Any

import pytest

from tests.factories import otlp
from tests.factories.receiver import Receiver
from tests.factories.waiting import eventually

pytestmark = pytest.mark.processes

REQUESTS, TRACES = 150, 8  # per load; traces per request
AGENT = {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.usage.input_tokens": 200,
    "gen_ai.usage.output_tokens": 40,
}
RETRYABLE = {429, 502, 503, 504}


def request(name: str) -> bytes:
    """Eight runs of an agent: a root, an agent that repeats its calls, two calls with tools."""
    spans = []
    for number in range(TRACES):
        trace = f"{name}/{number}"
        journey = {"finops.journey": f"journey-{number % 3}"}
        spans += [
            otlp.span("POST /run", journey, trace=trace, span=f"{trace}/root", kind="server"),
            otlp.span(
                "invoke_agent",
                AGENT,
                trace=trace, span=f"{trace}/agent", parent=f"{trace}/root", kind="internal",
            ),
            *(
                otlp.chat(100, 20, trace=trace, span=call, parent=f"{trace}/agent", response_id=call)
                for call in (f"{trace}/a", f"{trace}/b")
            ),
        ]  # fmt: skip
    return otlp.export(*spans).SerializeToString()


class Load(threading.Thread):
    """Sends requests as an exporter does: again after a retryable answer or a broken connection."""

    def __init__(self, receiver: Receiver, names: list[str]) -> None:
        super().__init__()
        self.receiver, self.names = receiver, names
        self.acknowledged: list[str] = []
        self.statuses: set[int] = set()

    def run(self) -> None:
        for name in self.names:
            self._send(name)
            self.acknowledged.append(name)

    def _send(self, name: str) -> None:
        body = request(name)
        while True:
            try:
                status = self.receiver.post(body).status
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                status = 0
            self.statuses.add(status)
            if status == 200:
                return
            assert status == 0 or status in RETRYABLE, status
            time.sleep(0.05)


def loaded(receiver: Receiver, during: Any) -> list[Load]:
    """Run three loads and call `during` once each has a third of its work done."""
    loads = [
        Load(receiver, [f"{receiver.project}/{number}/{index}" for index in range(REQUESTS // 3)])
        for number in range(3)
    ]
    for load in loads:
        load.start()
    eventually(
        lambda: all(len(load.acknowledged) > REQUESTS // 9 for load in loads), "a third of the load", 120
    )
    during()
    for load in loads:
        load.join(180)
        assert not load.is_alive()
    return loads


def everything_is_there_once(receiver: Receiver, query: Any) -> None:
    traces = REQUESTS * TRACES
    assert receiver.count("span") == traces * 4
    assert receiver.count("charge") == traces * 3
    receiver.settle()
    assert receiver.count("trace") == traces
    counted = query(
        "SELECT counted, count(*), sum(input_tokens) FROM charge WHERE project_id = %s GROUP BY 1 ORDER BY 1",
        receiver.project_id,
    )
    assert counted == [(False, traces, 200 * traces), (True, 2 * traces, 200 * traces)]
    rolled = query(
        "SELECT sum(calls), sum(input_tokens),"
        " sum(cost) = (SELECT sum(cost) FROM charge WHERE project_id = %s AND counted)"
        " FROM spend_daily JOIN dimension_set ON id = dimension_set_id WHERE project_id = %s",
        receiver.project_id,
        receiver.project_id,
    )
    assert rolled == [(2 * traces, 200 * traces, True)]
    receiver.instance.run("verify_ledger")


@pytest.mark.parametrize("victim", ["ingest", "postgres", "worker"])
def test_a_process_killed_in_the_middle_of_a_load_loses_and_doubles_nothing(
    receiver: Receiver, query: Any, victim: str
) -> None:
    product = receiver.instance
    before = product.pids(victim)

    def kill() -> None:
        product.kill(victim)
        product.wait_until_restarted(victim, before)
        product.wait_until_well()

    loaded(receiver, kill)
    everything_is_there_once(receiver, query)


def test_every_request_again_and_in_another_order_changes_nothing(receiver: Receiver, query: Any) -> None:
    names = [name for load in loaded(receiver, lambda: None) for name in load.names]
    everything_is_there_once(receiver, query)
    random.Random(1).shuffle(names)
    again = Load(receiver, names)
    again.run()
    everything_is_there_once(receiver, query)
