"""What is read of the rollups: each series by hour or day, and what explains a window."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from finops.accounts.models import Project
from finops.anomalies.season import Array, Spent
from finops.anomalies.timeline import Timeline, alike_on_weekday
from finops.anomalies.types import Cell, Granularity, Series, Sums, Window
from finops.core.db.files import read_sql
from finops.core.db.rows import fetch

HOURS, DAYS, CELLS = (read_sql(__file__, f"{name}.sql") for name in ("hours", "days", "cells"))
MOST_SERIES = 500  # those that spent most
SERIES = ("team", "response_model", "journey", "project")
CELL = (
    "team", "response_model", "journey", "project", "service", "step", "operation", "prompt_name",
    "prompt_version", "environment", "agent", "feature",
)  # fmt: skip
WEEKS = {Granularity.HOUR: 5, Granularity.DAY: 8}  # that what is usual of a cell is the mean of
DAY = dt.timedelta(days=1)


def by_hour(starts: Sequence[dt.datetime], least: Decimal) -> Spent:
    """The hours that begin at these moments; series that spent less than `least` in all are left out."""
    return _spent(HOURS, {"starts": list(starts)}, len(starts), least)


def by_day(first: dt.date, last: dt.date, least: Decimal) -> Spent:
    """The days from the first to the last."""
    return _spent(DAYS, {"first": first, "last": last}, (last - first).days + 1, least)


def _spent(statement: str, wanted: dict[str, Any], width: int, least: Decimal) -> Spent:
    """Added up here: Postgres takes ten times as long to sum the same by five ways to tell series apart."""
    found: dict[Series, Array] = defaultdict(lambda: np.zeros(width))
    for *values, places, costs in fetch(lambda *row: row, statement, wanted):
        costs = np.bincount(places, costs, width)
        for one in (Series(), *map(Series, SERIES, values)):
            found[one] += costs
    dearest = sorted(found.items(), key=lambda one: -one[1].sum())[:MOST_SERIES]
    kept = [(one, costs) for one, costs in dearest if costs.sum() >= least]
    names = dict(Project.objects.values_list("pk", "name")) if kept else {}
    series = [_named(one, names) for one, _ in kept]
    return Spent(series, np.array([costs for _, costs in kept]).reshape(len(kept), width))


def _named(one: Series, projects: dict[int, str]) -> Series:
    """Projects are summed by their number and known by their name."""
    if one.dimension != "project" or one.value is None:
        return one
    return Series("project", projects.get(int(one.value), f"project {one.value}"))


def cells(windows: Sequence[Window], timeline: Timeline) -> dict[Window, list[Cell]]:
    """What each window is made of, beside the mean of the same weekdays of the weeks before."""
    asked = [part for number, window in enumerate(windows) for part in _parts(number, window, timeline)]
    if not asked:
        return {}
    numbers, nows, starts, ends = zip(*asked, strict=True)
    weeks = [max(_weeks(window, timeline), 1) for window in windows]
    found: dict[Window, list[Cell]] = {window: [] for window in windows}
    wanted = {"numbers": list(numbers), "nows": list(nows), "starts": list(starts), "ends": list(ends)}
    for number, *row in fetch(lambda *row: row, CELLS, wanted):
        found[windows[number]].append(_cell(row, weeks[number]))
    return found


def _parts(number: int, window: Window, timeline: Timeline) -> list[tuple[Any, ...]]:
    """The window and those it is compared with, each with the number it is known by."""
    found: list[tuple[Any, ...]] = [(number, True, window.start, window.end)]
    for period in timeline.periods:
        if period.window.overlaps(window):
            length = period.window.end - period.window.start
            alike = alike_on_weekday(period, WEEKS[timeline.granularity])
            found += [(number, False, at, at + length) for at in alike]
    return found


def _weeks(window: Window, timeline: Timeline) -> int:
    inside = [one for one in timeline.periods if one.window.overlaps(window)]
    return max((len(alike_on_weekday(one, WEEKS[timeline.granularity])) for one in inside), default=0)


def _cell(row: list[Any], weeks: int) -> Cell:
    sums = [Decimal(value) for value in row[len(CELL) :]]
    return Cell(
        dict(zip(CELL, row, strict=False)), Sums(*sums[:3]), Sums(*sums[3:]).scaled(Decimal(1) / weeks)
    )
