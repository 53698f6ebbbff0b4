"""What is usual: an interval around each hour or day from the days before it. Pure; for many series at once.

A series is expected to spend what it spends on such a weekday (the median, so that a former anomaly moves
nothing), at the level of the last seven days, give or take what days vary by (the median deviation). All of
it is multiplicative: on a logarithm. `tests/performance/anomalies.py` prints how often it is wrong.
"""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from finops.anomalies.types import Series

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Weekdays = npt.NDArray[np.int64]  # Monday is 0

WEEK = 7
FEWEST = 14  # days that have to be known
FOUR_WEEKS = 28  # from then on each weekday is told apart, before that the weekend
SATURDAY = 5
OFFSET = 0.1  # of the mean: what is almost nothing is not infinitely far from nothing
WIDTH = {"hour": 3.7, "day": 4.5}  # of the interval in standard deviations to each side
NARROWEST = 0.06  # of one standard deviation, as a share
UNCERTAIN = 1.4  # season and level are estimates as well, from few days
SPARSE = 0.25  # of such days without any spend
TINY = 1e-9
MEDIAN_DEVIATION = NormalDist().inv_cdf(0.75)  # of a normal distribution, in standard deviations


class Spent(NamedTuple):
    """What each series spent in each period that was read: a row for each series. USD."""

    series: list[Series]
    costs: Array


class Band(NamedTuple):
    """What each series may spend without surprising anybody; not a number where too little is known. USD."""

    expected: Array
    low: Array
    high: Array
    sparse: Flags  # whether it rarely spends at such a time


def band(history: Array, weekdays: Weekdays, weekday: int, width: float) -> Band:
    """The interval of a day, or of an hour of it.

    `history` holds a row for each series and a column for each day before, the oldest first (of an hour: the
    same hour of these days); what was before a series began is not a number.
    """
    with np.errstate(all="ignore"):  # rows of which nothing is known
        regular = _regular(history, weekdays, weekday, width)
        mean, high, sparse = _sparse(history, weekdays, weekday, width)
    known = np.isfinite(history).sum(axis=1) >= FEWEST
    return Band(
        np.where(known, np.where(sparse, mean, regular.expected), np.nan),
        np.where(known, np.where(sparse, 0.0, regular.low), np.nan),
        np.where(known, np.where(sparse, np.fmax(high, regular.high), regular.high), np.nan),
        sparse,
    )


def _regular(history: Array, weekdays: Weekdays, weekday: int, width: float) -> Band:
    offset = OFFSET * _mean(history) + TINY
    logs = np.log(history.clip(min=0) + offset[:, None])
    usual, at_weekday = _season(logs, weekdays, weekday)
    residuals = logs - usual
    middle = at_weekday + np.nan_to_num(_median(residuals[:, -WEEK:]))
    margin = width * UNCERTAIN * np.fmax(_deviation(_around_their_week(residuals)), NARROWEST)

    def back(value: Array) -> Array:
        return np.asarray((np.exp(value) - offset).clip(min=0))

    return Band(back(middle), back(middle - margin), back(middle + margin), np.zeros(len(history), bool))


def _season(logs: Array, weekdays: Weekdays, weekday: int) -> tuple[Array, Array]:
    """What is usual on each day of the history, and on the weekday that is asked for."""
    by_day, on_day = _medians(logs, weekdays, weekday)
    by_end, on_end = _medians(logs, (weekdays >= SATURDAY).astype(np.int64), int(weekday >= SATURDAY))
    long = np.isfinite(logs).sum(axis=1) >= FOUR_WEEKS
    return np.where(long[:, None], by_day, by_end), np.where(long, on_day, on_end)


def _medians(logs: Array, labels: Weekdays, wanted: int) -> tuple[Array, Array]:
    names = labels.tolist()
    by_label = {label: _median(logs[:, labels == label]) for label in {*names, wanted}}
    return np.stack([by_label[label] for label in names], axis=1), by_label[wanted]


def _around_their_week(residuals: Array) -> Array:
    """Each day beside its own week, so that what grows is not taken for what varies."""
    count = residuals.shape[1]
    parts = [residuals[:, max(end - WEEK, 0) : end] for end in range(count, 0, -WEEK)]
    return np.concatenate([part - _median(part)[:, None] for part in reversed(parts)], axis=1)


def _sparse(history: Array, weekdays: Weekdays, weekday: int, width: float) -> tuple[Array, Array, Flags]:
    """Of series that rarely spend on such a day: their mean, and what they spend at most when they do."""
    alike = history[:, (weekdays >= SATURDAY) == (weekday >= SATURDAY)]
    sparse = (alike == 0).sum(axis=1) > SPARSE * np.isfinite(alike).sum(axis=1)
    logs = np.log(np.where(history > 0, history, np.nan))
    middle = _median(logs)
    spread = np.fmax(np.nan_to_num(_deviation(logs - middle[:, None])), NARROWEST)
    most = np.fmax.reduce(history, axis=1, initial=0.0)
    return _mean(alike), np.fmax(np.nan_to_num(np.exp(middle + width * spread)), most), sparse


def _median(values: Array) -> Array:
    """Of each row, without what is not a number."""
    ordered, known = np.sort(values, axis=1), np.isfinite(values).sum(axis=1)
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    rows, above = np.arange(len(values)), np.maximum(known - 1, 0)
    return np.asarray((ordered[rows, above // 2] + ordered[rows, (above + 1) // 2]) / 2)


def _mean(values: Array) -> Array:
    return np.asarray(np.nansum(values, axis=1) / np.isfinite(values).sum(axis=1))


def _deviation(residuals: Array) -> Array:
    """The standard deviation of each row around zero, as the median of its distances tells it."""
    return _median(np.abs(residuals)) / MEDIAN_DEVIATION
