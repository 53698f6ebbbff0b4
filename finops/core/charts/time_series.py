"""Values over time: stacked bars or areas, with a comparison, targets and notes."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from finops.core.charts import buckets as time
from finops.core.charts import marks
from finops.core.charts.buckets import Bucket
from finops.core.charts.colours import GREY, colour_keys, token
from finops.core.charts.marks import LineEnd, Note, Target
from finops.core.charts.types import Chart, ChartTable, LegendEntry
from finops.core.charts.units import Unit, Value, axis, number, text

Kind = Literal["bar", "area", "line"]
ZERO = Decimal(0)
MOST_LABELLED = 5


class Point(NamedTuple):
    """A value of one series in one bucket. A time is shown in the zone it carries; None is unknown."""

    bucket: Bucket
    series: str
    value: Value


class _Grid(NamedTuple):
    """Points by series and bucket."""

    buckets: list[Bucket]
    series: list[str]
    values: dict[tuple[str, Bucket], Value]
    colours: dict[str, str]

    def colour(self, name: str) -> str:
        return token(self.colours[name])

    def row(self, name: str) -> list[Value]:
        return [self.values.get((name, bucket)) for bucket in self.buckets]

    def total(self, name: str) -> Decimal | None:
        return _sum(self.row(name))

    def at(self, bucket: Bucket) -> Decimal | None:
        return _sum(self.values.get((name, bucket)) for name in self.series)


def time_series(
    id: str,  # noqa: A002
    title: str,
    unit: Unit,
    points: Sequence[Point],
    *,
    interval: str,
    buckets: Sequence[Bucket] | None = None,
    comparison: Sequence[Point] | None = None,
    targets: Sequence[Target] = (),
    notes: Sequence[Note] = (),
    kind: Kind = "bar",
    incomplete_from: Bucket | None = None,
    href: Callable[[str], str] | None = None,
    adds_up: bool = True,
) -> Chart:
    """A chart of the points. The series of the largest sum lies at the bottom.

    `buckets` are all that shall be shown, those of the points when left out. The points of the comparison
    lie in the buckets they are compared with. What begins at `incomplete_from` or later still grows.
    `href(series)` leads on; a bucket adds its `from` and `to`. Of means, which do not add up, no sum is told.
    """
    grid, beside = _grids(points, comparison or (), buckets)
    seen = [note for note in notes if note.bucket in set(grid.buckets)]
    figure = {
        **_axis_of_time(grid.buckets, interval, incomplete_from),
        **_marks(grid, beside, unit, interval, kind, targets, seen, incomplete_from),
        **_quantity(unit, adds_up),
        "data": [*_traces(grid, kind, interval, href), *(_compared(name, beside) for name in beside.series)],
    }
    return Chart(
        id,
        title,
        unit.label,
        figure,
        _table(grid, beside, unit, interval, seen, adds_up),
        _legend(grid, unit, href, adds_up),
        comparison=", ".join(beside.series),
        notes=tuple(marks.note_entries(seen, interval)),
    )


def _quantity(unit: Unit, adds_up: bool) -> dict[str, Any]:
    return {"unit": unit.value} if adds_up else {"unit": unit.value, "apart": True}


def _grids(
    points: Sequence[Point], comparison: Sequence[Point], buckets: Sequence[Bucket] | None
) -> tuple[_Grid, _Grid]:
    grid = _grid(points, buckets)
    return grid, _grid(comparison, grid.buckets)


def _marks(
    grid: _Grid,
    beside: _Grid,
    unit: Unit,
    interval: str,
    kind: Kind,
    targets: Sequence[Target],
    notes: Sequence[Note],
    since: Bucket | None,
) -> dict[str, Any]:
    """The axes and what stands on them."""
    height = axis(unit, [*_heights(grid, beside, kind), *(target.value for target in targets)])
    lines, names = marks.target_marks(targets)
    flags, flag_names = marks.note_marks(notes)
    happened = marks.notes_by_bucket(notes)
    return {
        "notes": {time.iso(bucket): label for bucket, label in happened.items()},
        "lineEnds": marks.end_marks(_line_ends(grid), height) if _labels_lines(grid, kind) else [],
        "layout": {
            "barmode": "relative",
            "xaxis": time.axis(grid.buckets, interval),
            "yaxis": height,
            "shapes": lines + flags,
            "annotations": names + flag_names + marks.now_marks(grid.buckets, interval, since),
        },
    }


def _labels_lines(grid: _Grid, kind: Kind) -> bool:
    """Few lines are named where they end; areas end where others begin, and bars have a legend."""
    return kind == "line" and 1 < len(grid.series) <= MOST_LABELLED and len(grid.buckets) > 1


def _line_ends(grid: _Grid) -> list[LineEnd]:
    found = []
    for name in grid.series:
        known = [bucket for bucket in grid.buckets if grid.values.get((name, bucket)) is not None]
        if known:
            last = float(grid.values[name, known[-1]] or 0)
            found.append(LineEnd(name, grid.colour(name), last))
    return found


def _axis_of_time(buckets: Sequence[Bucket], interval: str, since: Bucket | None) -> dict[str, Any]:
    grows = [since is not None and time.end(bucket, interval) > since for bucket in buckets]
    return {
        "x": [time.iso(bucket) for bucket in buckets],
        "labels": [time.label(bucket, interval) for bucket in buckets],
        "ends": [time.ends(bucket, interval) for bucket in buckets] if interval in ("week", "month") else [],
        "grows": grows if True in grows else [],
    }


def _heights(grid: _Grid, beside: _Grid, kind: Kind) -> list[Decimal]:
    alone = [Decimal(value) for values in (grid.values, beside.values) for value in values.values() if value]
    return alone if kind == "line" else alone + [grid.at(bucket) or ZERO for bucket in grid.buckets]


def _grid(points: Sequence[Point], buckets: Sequence[Bucket] | None) -> _Grid:
    values: dict[tuple[str, Bucket], Value] = {}
    for point in points:
        before = values.get((point.series, point.bucket))
        values[point.series, point.bucket] = point.value if before is None else before + (point.value or 0)
    sums: dict[str, Decimal] = {}
    for (name, _), value in values.items():
        sums[name] = sums.get(name, ZERO) + (value or 0)
    series = sorted(sums, key=lambda name: (name in GREY, -sums[name], name))
    known = sorted({point.bucket for point in points}) if buckets is None else list(buckets)
    return _Grid(known if points else [], series, values, colour_keys(series))


def _sum(values: Any) -> Decimal | None:
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, ZERO) if known else None


def _traces(
    grid: _Grid, kind: Kind, interval: str, href: Callable[[str], str] | None
) -> list[dict[str, Any]]:
    return [_trace(name, grid, kind, interval, href(name) if href else "") for name in grid.series]


def _trace(name: str, grid: _Grid, kind: Kind, interval: str, href: str) -> dict[str, Any]:
    colour = grid.colour(name)
    trace: dict[str, Any] = {
        "name": name,
        "y": [number(value) for value in grid.row(name)],
        "href": href,
    }
    if kind == "bar":
        return trace | {"type": "bar", "width": time.bar_width(interval), "marker": {"color": colour}}
    line: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines" if len(grid.buckets) > 1 else "markers",
        "line": {"color": colour, "width": 2},
    }
    return trace | line | ({"stackgroup": "all"} if kind == "area" else {})


def _compared(name: str, beside: _Grid) -> dict[str, Any]:
    return {
        "name": name,
        "compared": True,
        "type": "scatter",
        "mode": "lines" if len(beside.buckets) > 1 else "markers",
        "y": [number(value) for value in beside.row(name)],
        "line": {"color": "--ink-2", "width": 1.5, "shape": "hvh"},
    }


def _table(
    grid: _Grid, beside: _Grid, unit: Unit, interval: str, notes: Sequence[Note], adds_up: bool
) -> ChartTable:
    happened = marks.notes_by_bucket(notes)
    summed = ["Total"] if adds_up and len(grid.series) > 1 else []
    headings = [interval.replace("_", " ").capitalize(), *(name or unit.label for name in grid.series)]
    rows = []
    for bucket in grid.buckets:
        found = [grid.values.get((name, bucket)) for name in grid.series]
        found += [grid.at(bucket)] if summed else []
        found += [beside.values.get((name, bucket)) for name in beside.series]
        said = [happened.get(bucket, "")] if happened else []
        rows.append((time.label(bucket, interval), [*(text(unit, value) for value in found), *said]))
    return ChartTable([*headings, *summed, *beside.series, *(["Happened"] if happened else [])], rows)


def _legend(grid: _Grid, unit: Unit, href: Callable[[str], str] | None, adds_up: bool) -> list[LegendEntry]:
    return [
        LegendEntry(
            name,
            grid.colours[name],
            text(unit, grid.total(name)) if adds_up else "",
            href(name) if href else "",
        )
        for name in grid.series
        if name
    ]
