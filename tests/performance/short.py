"""What is measured at length elsewhere, in seconds each: for `make bench`, on the demo data it has loaded."""

import json
import subprocess
import sys
from typing import Any

from tests.factories.instance import Instance
from tests.performance import anomalies, forecasts

BUDGETS, SLOS = 1_000, 100


def short(instance: Instance) -> dict[str, Any]:
    """How right forecasts and anomalies are, and how long budgets and SLOs take."""
    return {
        "forecasts": forecasts.short(instance.runtime["database_url"]),
        "anomalies": anomalies.short(),
        "budgets": _by_itself(instance, "budgets", "--budgets", str(BUDGETS)),
        "slos": _by_itself(instance, "slos", "--slos", str(SLOS)),
    }


def _by_itself(instance: Instance, name: str, *more: str) -> dict[str, float]:
    """In a process of its own, because Django is set up once in each."""
    command = [sys.executable, "-m", f"tests.performance.{name}", "--home", str(instance.home), "--json"]
    done = subprocess.run(
        [*command, *more], env=instance.environment, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
