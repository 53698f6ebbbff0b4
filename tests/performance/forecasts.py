"""How right forecasts are: how often the end of a month lies in the interval, and how far off it is.

Days of known kinds, and with `--home` the teams, models and journeys of an instance that runs. Four of five
ends shall lie within.
"""

import argparse
import datetime as dt
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg

from finops.budgets.backtest import Tried, tried
from finops.budgets.forecast import forecast
from tests.performance.filled import Filled

WEEK = (1.0, 1.1, 1.1, 1.05, 1.0, 0.5, 0.4)
KNOWN, TIMES = (7, 21, 60, 100), 40
AHEAD = 15
SHORT_DAYS, SHORT_TIMES, SHORT_AHEAD = 60, 2, 7
GROUPS = ("team", "response_model", "journey")
DAILY = """
SELECT coalesce({0}, ''), day, sum(cost) FROM spend_daily s JOIN dimension_set d ON d.id = s.dimension_set_id
GROUP BY 1, 2 HAVING sum(cost) > 0 ORDER BY 1, 2"""


class Score(NamedTuple):
    """Of some forecasts: their number, the share of ends within the interval, the median error, its width."""

    made: int
    inside: float
    error: float
    width: float


def steady(chance: random.Random, day: int, level: float) -> float:
    """Weeks alike, a little noise."""
    return WEEK[day % 7] * chance.lognormvariate(0, 0.15)


def noisy(chance: random.Random, day: int, level: float) -> float:
    """Weeks alike, much noise."""
    return WEEK[day % 7] * chance.lognormvariate(0, 0.5)


def growing(chance: random.Random, day: int, level: float) -> float:
    """A percent more a day."""
    return WEEK[day % 7] * math.exp(0.01 * day) * chance.lognormvariate(0, 0.15)


def wandering(chance: random.Random, day: int, level: float) -> float:
    """A level that goes where it likes."""
    return WEEK[day % 7] * level * chance.lognormvariate(0, 0.1)


def sparse(chance: random.Random, day: int, level: float) -> float:
    """Most days nothing."""
    return chance.lognormvariate(0, 0.5) if chance.random() < 0.3 else 0.0


KINDS: tuple[Callable[[random.Random, int, float], float], ...] = (steady, noisy, growing, wandering, sparse)


def synthetic(kind: Callable[[random.Random, int, float], float], days: int, seed: int) -> list[Decimal]:
    """So many days of a kind."""
    chance, level, found = random.Random(seed), 1.0, []
    for day in range(days):
        level *= math.exp(chance.gauss(0, 0.05))
        found.append(Decimal(str(round(100 * kind(chance, day, level), 6))))
    return found


def score(series: Iterator[tuple[Sequence[Decimal], Decimal]]) -> Score | None:
    """How right the forecasts of these are: the days that are known, and what the next ones came to."""
    inside, errors, widths = 0, [], []
    for known, came in series:
        found = forecast(known, AHEAD)
        if found is None or not came:
            continue
        inside += found.low <= came <= found.high
        errors.append(float(abs(found.expected - came) / came))
        widths.append(float((found.high - found.low) / came))
    return Score(len(errors), inside / len(errors), median(errors), median(widths)) if errors else None


def recorded(url: str, group: str) -> Iterator[list[Decimal]]:
    """The whole days a database has recorded, by the values of a dimension."""
    by_value: dict[str, dict[dt.date, Decimal]] = {}
    with psycopg.connect(url) as connection:
        for value, day, cost in connection.execute(DAILY.format(group)):
            by_value.setdefault(value, {})[day] = cost
    for costs in by_value.values():
        first = min(costs) + dt.timedelta(days=1)
        yield [costs.get(first + dt.timedelta(days=n), Decimal(0)) for n in range((max(costs) - first).days)]


def every_week(
    series: Iterable[Sequence[Decimal]], known: int
) -> Iterator[tuple[Sequence[Decimal], Decimal]]:
    """So many days before one of each week, and what the next ones came to."""
    for days in series:
        for start in range(0, len(days) - known - AHEAD, 7):
            yield days[start : start + known], sum(days[start + known : start + known + AHEAD], Decimal(0))


def short(url: str) -> dict[str, dict[str, float]]:
    """Known series and what a database has recorded, a week ahead, tried as workers try budgets: seconds."""
    series: dict[str, Iterable[Sequence[Decimal]]] = {
        kind.__name__: [synthetic(kind, SHORT_DAYS, seed) for seed in range(SHORT_TIMES)] for kind in KINDS
    }
    series |= {f"recorded, by {group}": recorded(url, group) for group in GROUPS}
    found = {name: [one for days in of for one in tried(days, 0, SHORT_AHEAD)] for name, of in series.items()}
    return {name: _figures(of) for name, of in found.items() if of}


def _figures(found: Sequence[Tried]) -> dict[str, float]:
    errors = [float(one.error) for one in found if one.error is not None]
    inside = sum(one.inside for one in found) / len(found)
    figures: dict[str, float] = {"forecasts": len(found), "in_the_interval": inside}
    return figures | ({"median_error": median(errors)} if errors else {})


def main() -> None:
    """Print one line of each kind and length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    home: Path | None = parser.parse_args().home
    print(f"| days | known | forecasts | in the interval | median error | median width |\n|{' --- |' * 6}")
    for kind in KINDS:
        for known in KNOWN:
            series = (synthetic(kind, known + AHEAD, seed) for seed in range(TIMES))
            _print(
                kind.__name__, known, score((days[:known], sum(days[known:], Decimal(0))) for days in series)
            )
    url = Filled(home).runtime["database_url"] if home else ""
    for group in GROUPS if home else ():
        for known in KNOWN:
            _print(f"recorded, by {group}", known, score(every_week(recorded(url, group), known)))


def _print(name: str, known: int, found: Score | None) -> None:
    if found:
        shares = " | ".join(f"{share:.0%}" for share in found[1:])
        print(f"| {name} | {known} | {found.made} | {shares} |", flush=True)


if __name__ == "__main__":
    main()
