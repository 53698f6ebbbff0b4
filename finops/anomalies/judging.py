"""From what was spent to what is not as usual. Pure; the clock comes in as the window that still grows."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from finops.anomalies.season import WIDTH, Array, Band, Spent, band
from finops.anomalies.timeline import DAY, Timeline
from finops.anomalies.types import Finding, Granularity, Kind, Series, Tick, Window, Worth

CALM = {Granularity.HOUR: 1, Granularity.DAY: 0}  # periods that may be as usual within one anomaly


class Judged(NamedTuple):
    """Each series (rows) in each period (columns) beside its season; not a number where that is unknown."""

    series: list[Series]
    windows: list[Window]
    actual: Array
    expected: Array
    low: Array
    high: Array


def judge(spent: Spent, timeline: Timeline, begun: Mapping[Series, dt.date]) -> Judged:
    """Every period beside its season; a series is known from the day it has `begun` on."""
    place = {start: number for number, start in enumerate(timeline.starts)}
    since = np.array([begun.get(one, dt.date.max).toordinal() for one in spent.series])
    columns = list[Band]()
    for period in timeline.periods:
        past = period.past
        history = np.full((len(spent.series), len(past)), np.nan)
        there = [number for number, at in enumerate(period.alike) if at is not None]
        history[:, there] = spent.costs[:, [place[at] for at in period.alike if at is not None]]
        history[np.array([day.toordinal() for day in past])[None, :] < since[:, None]] = np.nan
        weekdays = np.array([day.weekday() for day in past])
        columns.append(band(history, weekdays, period.day.weekday(), WIDTH[timeline.granularity]))
    actual = spent.costs[:, [place[one.window.start] for one in timeline.periods]]
    low, high, expected = (
        np.stack([getattr(one, name) for one in columns], axis=1) for name in ("low", "high", "expected")
    )
    judged = Judged(spent.series, [one.window for one in timeline.periods], actual, expected, low, high)
    return judged if timeline.granularity is Granularity.DAY else _at_ease(judged, columns)


def _at_ease(judged: Judged, columns: Sequence[Band]) -> Judged:
    """Hours may come an hour early or late: what is usual of a neighbour surprises nobody."""

    def around(values: Array, pick: np.ufunc) -> Array:
        edges = np.pad(values, ((0, 0), (1, 1)), mode="edge")
        found: Array = pick.reduce([edges[:, :-2], edges[:, 1:-1], edges[:, 2:]])
        return found

    sparse = np.stack([one.sparse for one in columns], axis=1)
    low = np.where(sparse, 0.0, around(judged.low, np.fmin))
    return judged._replace(low=low, high=around(judged.high, np.fmax), expected=judged.expected)


def rarely(judged: Judged, spent: Spent, timeline: Timeline, days: Judged) -> Judged:
    """Hours in which a series rarely spends surprise only by more than a whole usual day."""
    most = {
        (one, window.start): days.high[row, column]
        for row, one in enumerate(days.series)
        for column, window in enumerate(days.windows)
    }
    place = {start: number for number, start in enumerate(timeline.starts)}
    high = judged.high.copy()
    for column, period in enumerate(timeline.periods):
        there = [place[at] for at in period.alike if at is not None]
        seldom = (spent.costs[:, there] > 0).mean(axis=1) < 0.5
        day = next((one.start for one in days.windows if one.overlaps(period.window)), None)
        for row in np.flatnonzero(seldom):
            whole = most.get((judged.series[row], day)) if day else None
            high[row, column] = np.fmax(high[row, column], np.nan if whole is None else whole)
    return judged._replace(high=high)


def findings(judged: Judged, timeline: Timeline, sure: dt.datetime) -> Iterator[Finding]:
    """Periods in a row that are not as usual, whatever they are worth.

    What does not end before `sure` still grows: it can be too much already, never too little.
    """
    calm, last = CALM[timeline.granularity], judged.windows[-1]
    over = last.start - (calm + 1) * (last.end - last.start)
    whole = np.array([window.end <= sure for window in judged.windows])
    with np.errstate(invalid="ignore"):
        above, below = judged.actual > judged.high, (judged.actual < judged.low) & whole[None, :]
    for kind, flags in ((Kind.RISE, above), (Kind.FALL, below)):
        for row in np.flatnonzero(flags.any(axis=1)):
            for run in _runs(np.flatnonzero(flags[row]).tolist(), calm):
                yield _finding(judged, int(row), kind, run, over)


def _runs(places: list[int], calm: int) -> Iterator[tuple[int, int]]:
    first = last = places[0]
    for place in places[1:]:
        if place - last > calm + 1:
            yield first, last
            first = place
        last = place
    yield first, last


def _finding(judged: Judged, row: int, kind: Kind, run: tuple[int, int], over: dt.datetime) -> Finding:
    course = _course(judged, row)
    window = Window(judged.windows[run[0]].start, judged.windows[run[1]].end)
    ticks = tuple(tick for tick in course if window.start <= tick.start < window.end)
    return Finding(judged.series[row], kind, window, ticks, course, window.end > over)


def _course(judged: Judged, row: int) -> tuple[Tick, ...]:
    columns = (judged.actual, judged.expected, judged.low, judged.high)
    numbers = zip(*(values[row].tolist() for values in columns), strict=True)
    return tuple(Tick(window.start, *found) for window, found in zip(judged.windows, numbers, strict=True))


def newcomers(
    judged: Judged, begun: Mapping[Series, dt.date], timeline: Timeline, since: dt.date
) -> Iterator[Finding]:
    """Values that spent for the first time in weeks on one of the days from `since` on."""
    for row, one in enumerate(judged.series):
        first = begun.get(one)
        if first is None or first < since or not one.dimension or one.value is None:
            continue
        column = next((n for n, period in enumerate(timeline.periods) if period.day == first), None)
        if column is not None:
            window = judged.windows[column]
            tick = Tick(window.start, float(judged.actual[row, column]), 0.0, 0.0, 0.0)
            course = tuple(_known(past) for past in _course(judged, row))
            goes_on = column == len(judged.windows) - 1
            yield Finding(one, Kind.NEW, window, (tick,), course, goes_on)


def _known(tick: Tick) -> Tick:
    """What is usual of something new is nothing."""
    return tick if np.isfinite(tick.expected) else Tick(tick.start, tick.actual, 0.0, 0.0, 0.0)


def is_worth(finding: Finding, worth: Worth) -> bool:
    """Whether it is by enough money, and by a large enough share of what is usual."""
    return finding.excess >= worth.amount and finding.excess >= float(worth.share) * finding.expected


def begun(spent: Spent, first: dt.date) -> dict[Series, dt.date]:
    """The first of the days that were read, from `first` on, on which each series spent something."""
    spends = np.asarray(spent.costs > 0)
    there, places = np.flatnonzero(spends.any(axis=1)), spends.argmax(axis=1)
    return {spent.series[row]: first + DAY * int(places[row]) for row in there}
