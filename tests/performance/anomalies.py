"""How right anomalies are: false alarms in quiet quarters, and how many planted jumps and falls are found.

Series of known kinds, judged day by day and hour by hour as workers do; it takes half a minute. Organisations
have some tens of series, of which several show the same cause.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from finops.anomalies import judging, timeline
from finops.anomalies.season import Array, Spent
from finops.anomalies.timeline import BACK, DAY, HOUR, Timeline
from finops.anomalies.types import Finding, Granularity, Kind, Series, Worth

WEEK = (1.0, 1.1, 1.1, 1.05, 1.0, 0.5, 0.4)
CLOCK = (2, 1, 1, 1, 2, 4, 8, 14, 22, 27, 28, 26, 23, 25, 27, 26, 23, 18, 15, 13, 11, 8, 5, 3)
BEGINS = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)  # a Monday
SERIES, QUARTER = 40, 91
UTC = ZoneInfo("UTC")
HOURS_JUDGED = 14  # days of each series: every hour of them
WORTH = Worth(Decimal(50), Decimal("0.5"))
DOLLARS = 400.0  # a series spends on a usual day
FACTORS = (2.0, 3.0, 5.0)
Generator = Callable[[np.random.Generator, int], Array]


class Score(NamedTuple):
    """Of one kind of series: false alarms a series and quarter, and the share of planted that is found."""

    kind: str
    granularity: Granularity
    rises: float
    falls: float
    found: tuple[float, ...]  # by FACTORS
    gone: float


def steady(chance: np.random.Generator, days: int) -> Array:
    """Weeks alike, a little noise."""
    return chance.lognormal(0, 0.15, days)


def noisy(chance: np.random.Generator, days: int) -> Array:
    """Weeks alike, much noise."""
    return chance.lognormal(0, 0.4, days)


def growing(chance: np.random.Generator, days: int) -> Array:
    """A percent more a day."""
    return np.exp(0.01 * (np.arange(days) - days)) * chance.lognormal(0, 0.15, days)


def wandering(chance: np.random.Generator, days: int) -> Array:
    """A level that goes where it likes."""
    return np.exp(np.cumsum(chance.normal(0, 0.04, days))) * chance.lognormal(0, 0.1, days)


def heavy(chance: np.random.Generator, days: int) -> Array:
    """Rare days that are far off."""
    return np.exp(0.12 * chance.standard_t(4, days))


def sparse(chance: np.random.Generator, days: int) -> Array:
    """Most days nothing."""
    return np.where(chance.random(days) < 0.3, chance.lognormal(0, 0.5, days), 0.0)


KINDS: tuple[Generator, ...] = (steady, noisy, growing, wandering, heavy, sparse)


def daily(kind: Generator, days: int, seed: int) -> Array:
    """Days of some series of a kind. USD."""
    chance = np.random.default_rng(seed)
    week = np.array(WEEK)[np.arange(days) % 7]
    return np.stack([DOLLARS * week * kind(chance, days) for _ in range(SERIES)])


def hourly(kind: Generator, days: int, seed: int) -> Array:
    """The same by hour, each with noise of its own."""
    chance = np.random.default_rng(seed)
    share = np.array(CLOCK) / sum(CLOCK)
    noise = chance.lognormal(0, 0.2, (SERIES, days, 24))
    return (daily(kind, days, seed)[:, :, None] * share * noise).reshape(SERIES, days * 24)


def judged_days(costs: Array) -> Iterator[Finding]:
    """What is found in the last quarter of these days."""
    first = BEGINS.date()
    of = timeline.days(first + DAY * BACK[Granularity.DAY], first + DAY * (costs.shape[1] - 1), UTC)
    yield from _found(of, costs)


def judged_hours(costs: Array) -> Iterator[Finding]:
    """What is found in the last days of these hours."""
    last = BEGINS + HOUR * (costs.shape[1] - 1)
    of = timeline.hours(last - DAY * HOURS_JUDGED, last, UTC)
    starts = {BEGINS + HOUR * n: n for n in range(costs.shape[1])}
    yield from _found(of, costs[:, [starts[at] for at in of.starts]])


def _found(of: Timeline, costs: Array) -> Iterator[Finding]:
    series = [Series("team", str(number)) for number in range(len(costs))]
    spent = Spent(series, costs)
    judged = judging.judge(spent, of, dict.fromkeys(series, BEGINS.date()))
    if of.granularity is Granularity.HOUR:
        judged = judging.rarely(judged, spent, of, _whole_days(series, costs, of))
    found = judging.findings(judged, of, of.periods[-1].window.end)
    return (one for one in found if judging.is_worth(one, WORTH))


def _whole_days(series: list[Series], costs: Array, of: Timeline) -> judging.Judged:
    """Usual days of series that rarely spend in an hour: here none is dearer than the dearest hours."""
    high = np.repeat(costs.max(axis=1, keepdims=True) * 2, len(of.periods), axis=1)
    windows = [one.window for one in of.periods]
    return judging.Judged(series, windows, high, high, high, high)


def short() -> dict[str, dict[str, float]]:
    """Every kind by the day and the first by the hour: some seconds instead of half a minute."""
    found = [*(score(kind, Granularity.DAY) for kind in KINDS), score(steady, Granularity.HOUR)]
    return {f"{one.kind}, by {one.granularity}": _figures(one) for one in found}


def _figures(found: Score) -> dict[str, float]:
    jumps = {f"found_x{factor:.0f}": share for factor, share in zip(FACTORS, found.found, strict=True)}
    return {"false_rises": found.rises, "false_falls": found.falls, **jumps, "found_vanished": found.gone}


def main() -> None:
    """Print a line for each kind and granularity."""
    print("| series | judged by | false rises | false falls | found x2 | x3 | x5 | vanished |")
    print(f"|{' --- |' * 8}")
    for granularity in (Granularity.DAY, Granularity.HOUR):
        for kind in KINDS:
            _print(score(kind, granularity))


def score(kind: Generator, granularity: Granularity) -> Score:
    """False alarms of quiet series, and planted jumps that are found."""
    days = BACK[granularity] + (QUARTER if granularity is Granularity.DAY else HOURS_JUDGED + 1)
    make, judge = (daily, judged_days) if granularity is Granularity.DAY else (hourly, judged_hours)
    quiet = list(judge(make(kind, days, seed=1)))
    quarters = SERIES * (1.0 if granularity is Granularity.DAY else HOURS_JUDGED / QUARTER)
    rises = sum(one.kind is Kind.RISE for one in quiet) / quarters
    found = tuple(_share(make(kind, days, seed=2), judge, factor) for factor in FACTORS)
    gone = _share(make(kind, days, seed=2), judge, 0.0)
    return Score(kind.__name__, granularity, rises, len(quiet) / quarters - rises, found, gone)


def _share(costs: Array, judge: Callable[[Array], Iterator[Finding]], factor: float) -> float:
    """How many series are found in which one whole day (or three hours of it) costs so many times as much."""
    hours = judge is judged_hours
    length, unit = (3, 24) if hours else (1, 1)
    days, chance, planted = costs.shape[1] // unit, random.Random(3), []
    for row in range(len(costs)):
        day = days - chance.randrange(2, HOURS_JUDGED - 1)
        start = day * unit + (13 if hours else 0)
        costs[row, start : start + length] *= factor
        planted.append(BEGINS + (HOUR if hours else DAY) * start)
    wanted = Kind.FALL if factor < 1 else Kind.RISE
    found = {
        int(one.series.value or 0)
        for one in judge(costs)
        if one.kind is wanted and one.window.start <= planted[int(one.series.value or 0)] < one.window.end
    }
    return len(found) / len(costs)


def _print(found: Score) -> None:
    shares = " | ".join(f"{share:.0%}" for share in (*found.found, found.gone))
    print(
        f"| {found.kind} | {found.granularity} | {found.rises:.2f} | {found.falls:.2f} | {shares} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
