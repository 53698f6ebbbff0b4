"""How long it takes to evaluate all budgets, on an instance that holds the volume.

5,000 budgets of teams, journeys, models, customers and services, a day to a year long, of four zones; they
are gone afterwards. `python -m tests.performance.budgets --home DIRECTORY`.
"""

import argparse
import datetime as dt
import itertools
import os
import time
from pathlib import Path

from tests.performance.filled import Filled

BUDGETS, TIMES = 5_000, 5
NAME = "benchmark {}"
VALUES = {  # of the volume: their names, and how many there are
    "team": ("team-{:02}", 12), "journey": ("journey-{:02}", 24), "response_model": ("model-{}-2026", 12),
    "customer": ("customer-{:04}", 2000), "service": ("service-{:02}", 40),
}  # fmt: skip
ZONES = ("UTC", "America/New_York", "Asia/Tokyo", "Europe/Berlin")


def made(count: int) -> None:
    """So many budgets, as far from each other as they can be."""
    from django.utils import timezone

    from finops.budgets.models import Budget
    from finops.budgets.types import Period

    kinds = itertools.cycle(itertools.product(Period, VALUES, ("cost", "tokens", "calls")))
    zones = itertools.cycle([*["UTC"] * 8, *ZONES[1:]])
    Budget.objects.bulk_create(
        Budget(
            name=NAME.format(number),
            filters={dimension: [VALUES[dimension][0].format(number % VALUES[dimension][1])]},
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


def measured() -> tuple[float, float, int]:
    """Seconds of the first and of the middle evaluation, and how many questions were asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from finops.budgets.watch import evaluate_all

    times = []
    with CaptureQueriesContext(connection) as asked:
        for _ in range(TIMES):
            begun = time.perf_counter()
            evaluate_all(timezone.now())
            times.append(time.perf_counter() - begun)
    return times[0], sorted(times)[TIMES // 2], len(asked) // TIMES


def main() -> None:
    """Print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    instance = Filled(parser.parse_args().home)
    os.environ["DATABASE_URL"] = instance.runtime["database_url"]
    os.environ["BROKER_URL"] = instance.runtime["broker_url"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")
    os.environ.setdefault("SPANLEDGER_SECRET_KEY", "of the benchmark")
    import django

    django.setup()
    from finops.budgets.models import Budget

    try:
        made(BUDGETS)
        first, middle, queries = measured()
    finally:
        Budget.objects.filter(name__startswith=NAME.format("")).delete()
    print(f"{BUDGETS} budgets: first {first:.2f} s, then {middle:.2f} s, {queries} queries each")


if __name__ == "__main__":
    main()
