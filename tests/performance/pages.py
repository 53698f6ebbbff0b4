"""How fast the pages are on a month of demo data: server time, queries, weight and first paint."""

import http.client
import json
import subprocess
import sys
import time
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.visitor import ARGUMENTS, Visitor, chromium
from tests.factories.instance import Instance, running
from tests.performance import database

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
    "ingestion": "/ingestion/",
    "unpriced": "/unpriced/?range=30d",
    "keys": "/settings/keys/",
    "audit": "/settings/audit/",
}
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"

Figures = dict[str, dict[str, float]]  # by page


def pages(instance: Instance) -> Figures:
    """Milliseconds, queries and kB of every page; what was stored before is forgotten."""
    database.empty(instance.runtime["database_url"])
    instance.run("demo", "--load", "--days", str(DAYS), timeout=1800)
    queries = count_queries(instance)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        visitor = Visitor(browser.new_context(), instance)
        visitor.sign_in()
        found = {name: served(visitor, address) for name, address in PAGES.items()}
        for name, address in PAGES.items():
            found[name] |= {"queries": queries[name], "first_paint_ms": paint(visitor, address)}
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


def count_queries(instance: Instance) -> dict[str, int]:
    """Queries of each page, counted by a process of its own that serves them from the same database."""
    command = [sys.executable, "-m", "tests.performance.queries"]
    environment = {**instance.environment, "DJANGO_SETTINGS_MODULE": "finops.settings"}
    done = subprocess.run(
        command, env=environment, input=json.dumps(PAGES), capture_output=True, text=True, check=True
    )
    counted: dict[str, int] = json.loads(done.stdout)
    return counted


def main() -> None:
    """The table of pages alone."""
    with running() as instance:
        print(f"{'page':<12}{'p50 ms':>10}{'p95 ms':>10}{'kB':>10}{'queries':>10}{'paint ms':>10}")
        for name, figures in pages(instance).items():
            print(f"{name:<12}" + "".join(f"{value:>10,.1f}" for value in figures.values()))


if __name__ == "__main__":
    main()
