"""How long 500 SLOs take: to count the history of a new one, to judge all of them, and to list them.

On an instance that holds the volume; they are gone afterwards, except counters, which workers forget.
`python -m tests.performance.slos --home DIRECTORY`.
"""

import argparse
import itertools
import json
import time
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from tests.performance.filled import forget, use, values

SLOS, TIMES = 500, 5
NAME = "benchmark {}"
SUBJECTS = ("journey", "service", "response_model", "step")


class Measured(NamedTuple):
    """Seconds, and how many questions the list asked."""

    slos: int
    history_s: float  # counting it for all
    longest_s: float  # of the time settling waited at once
    judging_s: float
    listing_s: float
    queries: int


def made(count: int) -> None:
    """So many SLOs, of every subject, window and objective."""
    from django.utils import timezone

    from finops.ledger.types import Indicator
    from finops.slos.services import slo_create
    from finops.slos.types import WindowKind

    known = {subject: found for subject in SUBJECTS if (found := values(subject))}
    subjects, windows = itertools.cycle(known), itertools.cycle(WindowKind)
    for number, subject, window in zip(range(count), subjects, windows, strict=False):
        slo_create(
            actor="benchmark",
            now=timezone.now(),
            name=NAME.format(number),
            indicator=Indicator.CALL_DURATION,
            subject=subject,
            value=known[subject][number % len(known[subject])],
            threshold=Decimal(1_000_000_000 + number),
            objective=Decimal("99.5"),
            window=str(window),
            severity="none",
            minimum_events=10,
            missing_data="ignore",
        )


def counted() -> tuple[float, float]:
    """Seconds to count all history, and the longest that settling waited for a step of it."""
    from django.utils import timezone

    from finops.ledger.objectives.history import FIRST, next_span, step
    from finops.ledger.settling.connection import settling_connection

    steps, span, begun = [0.0], FIRST, time.perf_counter()
    with settling_connection() as connection:
        while (took := step(connection, timezone.now(), span)) is not None:
            steps.append(took)
            span = next_span(span, took)
    return time.perf_counter() - begun, max(steps)


def measured(count: int) -> Measured:
    """The middle of several evaluations and of several requests of the list."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from finops.accounts.models import Role, User
    from finops.slos.evaluation import evaluate

    history, longest = counted()
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(role=Role.ADMIN).earliest("pk"))
    judging, listing = list[float](), list[float]()
    for _ in range(TIMES):
        begun = time.perf_counter()
        evaluate(timezone.now())
        judging.append(time.perf_counter() - begun)
        client.get("/slos/")
        begun = time.perf_counter()
        client.get("/slos/")
        listing.append(time.perf_counter() - begun)
    with CaptureQueriesContext(connection) as asked:
        client.get("/slos/")
    middle = TIMES // 2
    return Measured(count, history, longest, sorted(judging)[middle], sorted(listing)[middle], len(asked))


def main() -> None:
    """Print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--slos", type=int, default=SLOS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    use(given.home)
    from finops.ledger.objectives.services import stop_counting
    from finops.slos.models import Slo

    benchmark = Slo.objects.filter(name__startswith=NAME.format(""))
    try:
        made(given.slos)
        found = measured(given.slos)
    finally:
        for counter_id in benchmark.values_list("counter_id", flat=True):
            stop_counting(counter_id)
        forget(benchmark)
    if given.json:
        print(json.dumps(found._asdict()))
        return
    print(
        f"{found.slos} SLOs: judged in {found.judging_s:.2f} s, listed in {found.listing_s * 1000:.0f} ms "
        f"with {found.queries} queries; history counted in {found.history_s:.0f} s, settling waited "
        f"{found.longest_s * 1000:.0f} ms at most"
    )


if __name__ == "__main__":
    main()
