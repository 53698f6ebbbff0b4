"""Reading the points of series: what was measured in each group and bucket of time."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import orjson

from finops.metrics import buckets, point_query, selectors
from finops.metrics.axis import Axis
from finops.metrics.distribution import Distribution
from finops.metrics.levels import Amount, Reading, growth
from finops.metrics.point_query import Asked
from finops.metrics.spread import Spread
from finops.metrics.types import Kind, Series
from finops.telemetry.types import Temporality

MOST_POINTS = 30_000  # that one page reads
Measured = Spread | Amount | Distribution
Cells = dict[tuple[int, int], Measured]  # group and bucket, from 1 -> what was measured


class Found(NamedTuple):
    """What was measured, and on which axis: it is shorter than asked where there were too many points."""

    cells: Cells
    axis: Axis
    is_cut: bool


def read(kind: Kind, series: Sequence[Series], groups: Sequence[int], axis: Axis) -> Found:
    """Everything these series measured; `groups` are the numbers of the groups they belong to."""
    if not series:
        return Found({}, axis, False)
    everything = list(zip(series, groups, strict=True))
    cut = selectors.reach(
        point_query.REACH, _asked(everything, axis).parameters(each=MOST_POINTS // len(series))
    )
    shown = axis.since(cut) if cut else axis
    found: Cells = {}
    for group, bucket, measured in _measured(kind, everything, shown, cut):
        if bucket:
            found[group, bucket] = together(found.get((group, bucket)), measured)
    return Found(found, shown, cut is not None)


def together(one: Measured | None, other: Measured) -> Measured:
    """Both as one; they are of one metric, and so of one type."""
    return other if one is None else one.plus(other)  # type: ignore[arg-type]


Counted = Iterator[tuple[int, int, Measured]]


def _measured(
    kind: Kind, everything: list[tuple[Series, int]], axis: Axis, cut: dt.datetime | None
) -> Counted:
    if kind == Kind.GAUGE:
        yield from _spreads(_asked(everything, axis))
        return
    delta = [one for one in everything if one[0].temporality == Temporality.DELTA]
    others = [one for one in everything if one[0].temporality != Temporality.DELTA]
    if delta:
        yield from _deltas(kind, _asked(delta, axis))
    if others and kind == Kind.SUM:
        yield from _amounts(point_query.VALUES, _asked(others, axis))
    elif others:
        yield from _grown(kind, _asked(others, axis, cut))


def _asked(everything: list[tuple[Series, int]], axis: Axis, cut: dt.datetime | None = None) -> Asked:
    """One bucket more than is shown, so that counters are known where it begins."""
    since = cut or axis.edges[0] - axis.width
    project_ids, series_ids = zip(*((one.project_id, one.series_id) for one, _ in everything), strict=True)
    return Asked(project_ids, series_ids, [group for _, group in everything], axis.edges, since)


def _spreads(asked: Asked) -> Counted:
    for group, bucket, *values in selectors.point_rows(point_query.SPREADS, asked.parameters()):
        yield group, bucket, Spread(*values)


def _amounts(sql: str, asked: Asked) -> Counted:
    for group, bucket, value in selectors.point_rows(sql, asked.parameters()):
        yield group, bucket, Amount(value)


def _deltas(kind: Kind, asked: Asked) -> Counted:
    if kind in (Kind.COUNTER, Kind.SUM):
        yield from _amounts(point_query.INCREASES, asked)
        return
    for group, bucket, *columns in selectors.point_rows(point_query.DISTRIBUTIONS, asked.parameters()):
        yield group, bucket, _distribution(columns)


def _grown(kind: Kind, asked: Asked) -> Counted:
    rows = selectors.point_rows(point_query.LEVELS, asked.parameters())
    for (_, group), of_series in groupby(rows, key=lambda row: row[:2]):
        for bucket, grown in growth(_readings(kind, of_series), asked.since):
            yield group, bucket, grown


def _readings(kind: Kind, rows: Iterable[tuple[Any, ...]]) -> Iterator[Reading[Any]]:
    for _, _, start, bucket, states_start, *columns in rows:
        level = Amount(columns[1]) if kind == Kind.COUNTER else _distribution(columns)
        yield Reading(start, bucket, states_start, level)


def _distribution(columns: Sequence[Any]) -> Distribution:
    number, total, least, most, stored = columns
    return Distribution(number, total, least, most, buckets.read(orjson.loads(stored) if stored else None))
