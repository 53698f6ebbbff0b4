"""How fast the pages are: server time, CPU time, queries, weight and first paint.

On a month of demo data, or with `--volume` on a million charges and the traces of 10 million spans. `--home`
takes an instance that runs and was filled by `python -m tests.performance.volume`, as often as you like.
"""

import argparse
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.visitor import ARGUMENTS, Visitor, chromium
from tests.factories.instance import Instance, running
from tests.performance import database, volume
from tests.performance.filled import Filled
from tests.performance.interactions import Answer, interactions

DAYS = 31
REQUESTS = 20  # of each page, after two that warm it up
PAGES = {
    "overview": "/overview/",
    "spend": "/spend/?range=30d&group_by=team&group_by=response_model",
    "charges": "/charges/?range=30d",
    "journeys": "/journeys/?range=30d",
    "models": "/models/?range=30d",
    "customers": "/customers/?range=30d",
    "traces": "/traces/?range=30d",
    "traces by cost": "/traces/?range=30d&sort=cost",
    "failed traces": "/traces/?range=30d&errors=true",
    "rare text": "/traces/?range=30d&q=nothing-is-called-so",
    "budgets": "/budgets/",
    "slos": "/slos/",
    "alerts": "/alerts/",
    "anomalies": "/anomalies/",
    "metrics": "/metrics/",
    "ingestion": "/ingestion/",
    "services": "/ingestion/services/",
    "unpriced": "/unpriced/?range=30d",
    "keys": "/settings/keys/",
    "audit": "/settings/audit/",
    "palette": "/search/?q=jour",
}
OF_THE_VOLUME = {
    "spend by customer": "/spend/?range=30d&group_by=customer",
    "one customer": "/customer/?range=30d&customer=customer-0100",
    "one journey": "/journey/?range=30d&journey=journey-01",
    "one model": "/model/?range=30d&response_model=model-3-2026",
    "traces of one": "/traces/?range=30d&customer=customer-1900",
    "charges of one": "/charges/?range=30d&customer=customer-1900",
}
FIRST_PAINT = """() => new Promise(found => new PerformanceObserver(list => {
    for (const entry of list.getEntriesByName("first-contentful-paint")) found(entry.startTime);
}).observe({type: "paint", buffered: true}))"""  # the page may have loaded before it is painted

Figures = dict[str, dict[str, float]]  # by page


def pages(instance: Instance) -> Figures:
    """The figures of every page on demo data; what was stored before is forgotten."""
    database.empty(instance.runtime["database_url"])
    instance.run("demo", "--load", "--days", str(DAYS), timeout=1800)
    return measured(instance, PAGES)


def pages_at_volume(instance: Instance) -> Figures:
    """The same on the volume, with the pages of some of its customers and of its largest trace."""
    with psycopg.connect(instance.runtime["database_url"]) as connection:
        large = connection.execute(volume.LARGE_TRACE).fetchone()
    assert large is not None
    opened = {"10,000 spans": f"/traces/{large[0]}/{large[1].hex}/"}
    return measured(instance, PAGES | OF_THE_VOLUME | opened)


def measured(instance: Instance, addresses: Mapping[str, str]) -> Figures:
    """Milliseconds, queries and kB of these pages."""
    counted = counts(instance, addresses)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        visitor = Visitor(browser.new_context(), instance)
        visitor.sign_in()
        found = {name: served(visitor, address) | counted[name] for name, address in addresses.items()}
        for name, address in addresses.items():
            found[name]["first_paint_ms"] = paint(visitor, address)
        browser.close()
    return found


def served(visitor: Visitor, address: str) -> dict[str, float]:
    """Time from request to the last byte over one connection, and the size of the answer."""
    connection = http.client.HTTPConnection(urlsplit(visitor.web).netloc, timeout=30)
    headers = {"cookie": cookie(visitor.context)}
    times = []
    for _ in range(REQUESTS + 2):
        begin = time.perf_counter()
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - begin) * 1000)
        assert answer.status == 200, f"{address}: {answer.status}"
    connection.close()
    ordered = sorted(times[2:])
    return {"p50_ms": ordered[REQUESTS // 2], "p95_ms": ordered[-2], "html_kb": len(body) / 1000}


def cookie(context: BrowserContext) -> str:
    """The session of a browser as a header."""
    return "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())


def paint(visitor: Visitor, address: str) -> float:
    """Milliseconds until something is seen in Chromium, its files cached; the middle one of three loads."""
    seen = []
    for _ in range(3):
        visitor.page.goto(visitor.web.rstrip("/") + address)
        seen.append(float(visitor.page.evaluate(FIRST_PAINT)))
    return sorted(seen)[1]


def counts(instance: Instance, addresses: Mapping[str, str]) -> Figures:
    """Queries and CPU time of each page, by a process of its own that serves them from the same database."""
    command = [sys.executable, "-m", "tests.performance.queries"]
    environment = {**instance.environment, "DJANGO_SETTINGS_MODULE": "finops.settings"}
    done = subprocess.run(
        command, env=environment, input=json.dumps(addresses), capture_output=True, text=True, check=True
    )
    counted: Figures = json.loads(done.stdout)
    return counted


def main() -> None:
    """The table of pages alone, and of what people do on them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--volume", action="store_true", help="a million charges instead of demo data")
    parser.add_argument("--traces", type=int, default=volume.TRACES, help="how many the volume has")
    parser.add_argument("--home", type=Path, help="of an instance that runs and holds the volume")
    arguments = parser.parse_args()
    if arguments.home:
        show(*of_volume(Filled(arguments.home)))
        return
    with running() as instance:
        if arguments.volume:
            volume.fill(instance.runtime["database_url"], traces=arguments.traces)
            show(*of_volume(instance))
        else:
            show(pages(instance), interactions(instance))


def of_volume(instance: Instance) -> tuple[Figures, dict[str, Answer]]:
    """Pages and interactions of an instance that holds the volume."""
    return pages_at_volume(instance), interactions(instance)


def show(found: Figures, answered: Mapping[str, Answer]) -> None:
    """Both tables."""
    titles = ("p50 ms", "p95 ms", "kB", "queries", "CPU ms", "paint ms")
    print(f"{'page':<20}" + "".join(f"{title:>10}" for title in titles))
    for name, figures in found.items():
        print(f"{name:<20}" + "".join(f"{value:>10,.1f}" for value in figures.values()))
    print(f"\n{'interaction':<20}" + "".join(f"{title:>10}" for title in Answer._fields))
    for name, answer in answered.items():
        print(f"{name:<20}" + "".join(f"{milliseconds:>10,.1f}" for milliseconds in answer))


if __name__ == "__main__":
    main()
