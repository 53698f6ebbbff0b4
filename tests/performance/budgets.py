"""How long it takes to evaluate all budgets, on an instance that holds the volume.

5,000 budgets of teams, journeys, models, customers and services, a day to a year long, of four zones; they
are gone afterwards. `python -m tests.performance.budgets --home DIRECTORY`.
"""

import argparse
import datetime as dt
import itertools
import json
import time
from pathlib import Path
from typing import NamedTuple

from tests.performance.filled import forget, use, values

BUDGETS, TIMES = 5_000, 5
NAME = "benchmark {}"
DIMENSIONS = ("team", "journey", "response_model", "customer", "service")
ZONES = ("UTC", "America/New_York", "Asia/Tokyo", "Europe/Berlin")


class Measured(NamedTuple):
    """Seconds of the first and of the middle evaluation, and how many questions one asked."""

    budgets: int
    first_s: float
    middle_s: float
    queries: int


def made(count: int) -> None:
    """So many budgets, as far from each other as they can be."""
    from django.utils import timezone

    from finops.budgets.models import Budget
    from finops.budgets.types import Period

    known = {dimension: found for dimension in DIMENSIONS if (found := values(dimension))}
    kinds = itertools.cycle(itertools.product(Period, known, ("cost", "tokens", "calls")))
    zones = itertools.cycle([*["UTC"] * 8, *ZONES[1:]])
    Budget.objects.bulk_create(
        Budget(
            name=NAME.format(number),
            filters={dimension: [known[dimension][number % len(known[dimension])]]},
            measure=measure,
            amount=100 + number,
            period=str(period),
            time_zone=zone,
            starts_on=dt.date(2020, 1, 1),
            thresholds=[["actual", 50], ["actual", 80], ["actual", 100], ["forecast", 100]],
            revised_at=timezone.now(),
        )
        for number, (period, dimension, measure), zone in zip(range(count), kinds, zones, strict=False)
    )


def evaluated() -> float:
    """Seconds of one evaluation. While a worker is at it, it is tried again."""
    from django.utils import timezone

    from finops.budgets.watch import evaluate_all

    while True:
        begun = time.perf_counter()
        if evaluate_all(timezone.now()) is not None:
            return time.perf_counter() - begun
        time.sleep(0.1)


def measured(count: int, times: int) -> Measured:
    """The first and the middle of several evaluations."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        found = [evaluated() for _ in range(times)]
    return Measured(count, found[0], sorted(found)[times // 2], len(asked) // times)


def main() -> None:
    """Print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--budgets", type=int, default=BUDGETS)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    use(given.home)
    from finops.budgets.models import Budget

    try:
        made(given.budgets)
        found = measured(given.budgets, given.times)
    finally:
        forget(Budget.objects.filter(name__startswith=NAME.format("")))
    if given.json:
        print(json.dumps(found._asdict()))
        return
    print(
        f"{found.budgets} budgets: first {found.first_s:.2f} s, then {found.middle_s:.2f} s, "
        f"{found.queries} queries each"
    )


if __name__ == "__main__":
    main()
