"""How fast `/api/v1/budgets/check` answers: many budgets, several clients, and a steady load of other work.

`python -m tests.performance.checks` starts an instance of its own. `--home` takes one that runs, and adds
budgets to it.
"""

import argparse
import http.client
import itertools
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.factories.instance import Instance, running
from tests.performance.filled import Filled

BUDGETS = 200  # enforced; every fifth is one for each customer
SECONDS = 10.0
RATES = (
    (8, 100.0),
    (8, 200.0),
    (8, 400.0),
    (1, 0.0),
    (4, 0.0),
)  # clients, checks a second in all; 0: no pause


class Figures(NamedTuple):
    """Milliseconds, and checks a second that were answered."""

    clients: int
    rate: float
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    slowest_ms: float
    unavailable: int


def budgets_file(count: int = BUDGETS) -> bytes:
    """As many enforced budgets of teams, journeys and models, every fifth one for each customer."""
    entries = []
    for number in range(count):
        scope = {"team": f"team-{number % 400:02}", "journey": f"journey-{number % 25:02}"}
        each = {"each": "customer"} if number % 5 == 0 else {}
        entries.append(
            {"name": f"Check {number}", "amount": 5, "scope": scope, "enforcement": "warn", **each}
        )
    return json.dumps({"budgets": entries}).encode()


def questions(seed: int) -> Iterator[str]:
    """Addresses of checks as a gateway asks them."""
    for number in itertools.count(seed * 7919):
        asked = {
            "team": f"team-{number % 400:02}",
            "journey": f"journey-{number % 25:02}",
            "model": f"model-{number % 12}",
            "customer": f"customer-{number % 2000:04}",
            "environment": "production",
        }
        yield f"/api/v1/budgets/check?{urlencode(asked)}"


def checks(
    instance: Instance, *, count: int = BUDGETS, seconds: float = SECONDS
) -> dict[str, dict[str, float]]:
    """The figures of each rate."""
    web = urlsplit(instance.runtime["web"]).netloc
    admin, reader = instance.key("admin"), instance.key("read")
    connection = http.client.HTTPConnection(web, timeout=60)
    headers = {"Authorization": f"Bearer {admin}", "Content-Type": "application/yaml"}
    connection.request("PUT", "/api/v1/budgets.yaml", budgets_file(count), headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    answer.read()
    found = {}
    for clients, rate in RATES:
        one = measured(web, reader, clients, rate, seconds)
        found[f"{clients} clients, {rate:.0f}/s" if rate else f"{clients} clients, no pause"] = one._asdict()
    return found


def measured(web: str, key: str, clients: int, rate: float, seconds: float) -> Figures:
    """What clients see that together ask so often; latency counts from when a check was due."""
    times: list[list[float]] = [[] for _ in range(clients)]
    failed: list[int] = []
    begin = time.perf_counter() + 0.5
    threads = [
        threading.Thread(
            target=_ask, args=(web, key, n, begin, clients / rate if rate else 0.0, seconds, into, failed)
        )
        for n, into in enumerate(times)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    ordered = sorted(itertools.chain(*times))
    shares = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.95, 0.99))
    return Figures(clients, rate, len(ordered) / seconds, *shares, ordered[-1] * 1000, len(failed))


def _ask(
    web: str,
    key: str,
    number: int,
    begin: float,
    pause: float,
    seconds: float,
    into: list[float],
    failed: list[int],
) -> None:
    connection = http.client.HTTPConnection(web, timeout=10)
    headers = {"Authorization": f"Bearer {key}"}
    due = begin + pause * number / 8
    for address in questions(number):
        due = max(due, time.perf_counter()) if not pause else due
        if due > begin + seconds:
            break
        time.sleep(max(due - time.perf_counter(), 0))
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        into.append(time.perf_counter() - due)
        assert answer.status == 200, body
        if b'"unavailable"' in body:
            failed.append(number)
        due += pause
    connection.close()


def main() -> None:
    """The table alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="of an instance that runs")
    parser.add_argument("--budgets", type=int, default=BUDGETS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    arguments = parser.parse_args()
    if arguments.home:
        show(checks(Filled(arguments.home), count=arguments.budgets, seconds=arguments.seconds))
        return
    with running() as instance:
        show(checks(instance, count=arguments.budgets, seconds=arguments.seconds))


def show(found: dict[str, dict[str, float]]) -> None:
    """One line for each rate."""
    names = Figures._fields[2:]
    print(f"{'':<24}" + "".join(f"{name:>12}" for name in names))
    for title, figures in found.items():
        print(f"{title:<24}" + "".join(f"{figures[name]:>12,.2f}" for name in names))


if __name__ == "__main__":
    main()
