"""`make bench`: how fast spans are acknowledged and durable, against raw `\\copy` of the same rows.

Everything runs on this machine at once: the load, the receiver, Postgres (fsync on) and the workers.
Prints a table and writes build/bench.json. Figures are worth comparing within one run only.
"""

import argparse
import json
import os
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from tests.factories.instance import Instance
from tests.performance import database
from tests.performance.checks import checks
from tests.performance.freshness import freshness
from tests.performance.load import Sent, send
from tests.performance.pages import pages
from tests.performance.payloads import SPANS_PER_REQUEST, requests
from tests.performance.policies import policies
from tests.performance.settling import sustained
from tests.performance.short import short

BUILD = Path("build")


def pause(instance: Instance, number: signal.Signals) -> None:
    """Stop or continue the workers, so that peak ingestion is measured alone."""
    for name in ("worker", "beat"):
        for pid in instance.pids(name):
            for one in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
                with suppress(ProcessLookupError, psutil.NoSuchProcess):
                    os.kill(one.pid, number)


def rate(sent: Sent) -> dict[str, float]:
    """The figures of one load run."""
    return {
        "spans_per_s": sent.requests * SPANS_PER_REQUEST / sent.seconds,
        "p50_ms": sent.percentile(0.50),
        "p99_ms": sent.percentile(0.99),
        "refused": sent.refused,
    }


def ingest(
    instance: Instance, target: str, key: str, bodies: list[bytes], connections: int
) -> dict[str, float]:
    """Peak ingestion into empty tables; checks that every acknowledged span is stored."""
    url = instance.runtime["database_url"]
    database.empty(url)
    figures = rate(send(target, key, bodies, connections=connections))
    stored = database.count(url, "span")
    assert stored == len(bodies) * SPANS_PER_REQUEST, (
        f"{stored} spans stored of {len(bodies) * SPANS_PER_REQUEST}"
    )
    return figures


def paired(
    instance: Instance, key: str, bodies: list[bytes], connections: int, rounds: int
) -> dict[str, Any]:
    """Raw copy, HTTP and gRPC in turn, because a machine's speed drifts: the median of the rounds' ratios."""
    url, http = instance.runtime["database_url"], instance.runtime["otlp_http"]
    grpc = instance.runtime["otlp_grpc"].removeprefix("http://")
    spans = len(bodies) * SPANS_PER_REQUEST
    found: dict[str, list[float]] = {"raw_copy": [], "http": [], "grpc": []}
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        database.export(url, Path(directory))
        for _ in range(rounds):
            database.empty(url)
            found["raw_copy"].append(spans / database.raw_copy_seconds(url, Path(directory)))
            for name, target in (("http", http), ("grpc", grpc)):
                found[name].append(ingest(instance, target, key, bodies, connections)["spans_per_s"])
    ratios = {
        f"ratio_{name}": [one / raw for one, raw in zip(found[name], found["raw_copy"], strict=True)]
        for name in ("http", "grpc")
    }
    return {
        **{f"{name}_spans_per_s": median(rates) for name, rates in found.items()},
        **{name: median(values) for name, values in ratios.items()},
        **{f"{name}_best": max(values) for name, values in ratios.items()},
        **{f"{name}_worst": min(values) for name, values in ratios.items()},
    }


def memory(instance: Instance) -> dict[str, float]:
    """Peak memory of each process, MiB."""
    found = {}
    for name in ("web", "ingest", "worker", "beat", "postgres", "valkey"):
        for pid in instance.pids(name):
            with suppress(psutil.NoSuchProcess, FileNotFoundError):
                family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
                found[name] = max(
                    found.get(name, 0.0), *(database.peak_memory_mib(one.pid) for one in family)
                )
    return found


def measure(instance: Instance, arguments: argparse.Namespace) -> dict[str, Any]:
    """All figures of one run."""
    url, key = instance.runtime["database_url"], instance.key()
    http, grpc = instance.runtime["otlp_http"], instance.runtime["otlp_grpc"].removeprefix("http://")
    bodies = list(requests(arguments.requests))
    figures: dict[str, Any] = {
        "requests": len(bodies),
        "bytes_per_span_sent": len(bodies[0]) / SPANS_PER_REQUEST,
    }
    pause(instance, signal.SIGSTOP)
    if arguments.policies:
        return policies(instance, 4, arguments.requests, arguments.rounds)
    send(http, key, list(requests(20, seed=7)), connections=2)  # warm up
    for connections in (2, 4, 8):
        figures[f"http_{connections}"] = ingest(instance, http, key, bodies, connections)
    figures["grpc_4"] = ingest(instance, grpc, key, bodies, 4)
    figures["bytes_per_row"] = database.bytes_per_row(url)
    best = max((2, 4, 8), key=lambda connections: figures[f"http_{connections}"]["spans_per_s"])
    figures["paired"] = paired(instance, key, bodies, best, arguments.rounds)
    figures["policies"] = policies(instance, best, arguments.requests, arguments.rounds)
    database.empty(url)
    pause(instance, signal.SIGCONT)
    half = figures["paired"]["http_spans_per_s"] / 2
    figures["sustained"] = sustained(instance, http, key, half, arguments.seconds)
    figures["freshness"] = freshness(instance, http, key, arguments.probes)
    figures["peak_memory_mib"] = memory(instance)
    figures["pages"] = pages(instance)
    figures["checks"] = checks(instance)
    figures |= short(instance)
    return figures


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400, help="requests of 512 spans per ingest run")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of raw copy, HTTP and gRPC in turn")
    parser.add_argument("--policies", action="store_true", help="measure content policies alone")
    parser.add_argument("--seconds", type=float, default=30, help="length of the sustained run")
    parser.add_argument("--probes", type=int, default=40, help="spans pushed to measure freshness")
    arguments = parser.parse_args()
    instance = Instance()
    try:
        figures = measure(instance.start(), arguments)
    finally:
        instance.remove()
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.json").write_text(json.dumps(figures, indent=2))
    report(figures)


def report(figures: dict[str, Any], indent: str = "") -> None:
    """Print the figures as a table."""
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{indent}{name}")
            report(value, indent + "  ")
        else:
            print(
                f"{indent}{name:<28}{value:>14,.3f}"
                if isinstance(value, float)
                else f"{indent}{name:<28}{value:>14,}"
            )


if __name__ == "__main__":
    main()
